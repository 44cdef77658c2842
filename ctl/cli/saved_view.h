// SPDX-License-Identifier: GPL-2.0-or-later
// What is told of rules that a saved ruleset can't hold.
#pragma once

#include <string>

#include "cli/rule_json.h"
#include "ruleset/place.h"
#include "ruleset/saved_rules.h"

namespace nftrace::cli {

/// One line, without a newline: said when a rule is added to an nft table.
inline constexpr const char* kNotReloadable =
    "note: nft -f can't load what \"nft list ruleset\" prints until nfctl del --all";

/// Rules in nft tables, native or iptables-nft's.
[[nodiscard]] std::size_t nft_rules(const Places& places);

/// Lines for nfctl status, each with its name in the first column; empty when
/// there is nothing to warn of. `rules` is nft_rules().
[[nodiscard]] std::string saved_text(std::size_t rules, const SavedRules& saved);

/// {"found": [...], "unread": [...]}
[[nodiscard]] Json saved_json(const SavedRules& saved);

}  // namespace nftrace::cli
