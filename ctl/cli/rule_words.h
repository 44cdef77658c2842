// SPDX-License-Identifier: GPL-2.0-or-later
// NFTRACE rules that stand in the ruleset, in the words of nfctl add.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "netlink/result.h"
#include "ruleset/place.h"

namespace nftrace::cli {

/// The words for a rule of iptables: its options from the rule's block, its match from
/// the line that iptables -S prints for it, "-A INPUT -p tcp -m tcp --dport 443 -j
/// NFTRACE --nftrace-label web". Malformed when the line is no NFTRACE rule of this
/// chain. Pure.
[[nodiscard]] Result<std::vector<std::string>> iptables_rule_words(const Place& place,
                                                                   std::string_view line);

/// The words for a rule of a native nft table, from what `nft -j list chain` says of
/// it. Usage when it matches by something that nfctl add has no word for. Pure.
[[nodiscard]] Result<std::vector<std::string>> nft_rule_words(const Place& place,
                                                              const nlohmann::json& rule);

/// The words for a rule, asked from the tool that owns its chain: iptables -S or
/// nft -j list chain; neither changes anything. Errors: as above; NotFound when the
/// tool is missing; Interrupted when the rule is not there any more.
[[nodiscard]] Result<std::vector<std::string>> rule_words(const Place& place);

/// Words without --position N, to tell whether two rules are the same. Pure.
[[nodiscard]] std::vector<std::string> without_position(std::vector<std::string> words);

}  // namespace nftrace::cli
