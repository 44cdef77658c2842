// SPDX-License-Identifier: GPL-2.0-or-later
// The simple match in front of a native NFTRACE rule: words to expressions.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "netlink/result.h"
#include "ruleset/match_words.h"
#include "ruleset/place.h"

struct nftnl_expr;

namespace nftrace {

struct FreeNftExpr {
  void operator()(nftnl_expr* expr) const noexcept;
};
using NftExpr = std::unique_ptr<nftnl_expr, FreeNftExpr>;

/// Builds what nft 1.0.6 itself would build from the same match, so that
/// `nft list ruleset` shows it in nft's own syntax. Words come in pairs, each
/// at most once, in any order:
///   iif NAME, oif NAME            the interface as it is now, by its index
///   iifname NAME, oifname NAME    by name, also one that comes later; NAME* is a prefix
///   proto NAME|0..255             tcp udp udplite sctp dccp icmp icmpv6 esp ah, or a number
///   saddr, daddr ADDRESS[/PREFIX] IPv4 or IPv6
///   sport, dport PORT[-PORT]      needs proto tcp, udp, udplite, sctp or dccp
///   state NAME[,NAME...]          invalid established related new untracked
///   mark VALUE[/MASK]             decimal or 0x...
/// Errors: Usage with a sentence that names the word: unknown word, missing or
/// bad value, twice the same, port without protocol, an address of the wrong
/// family for the table, set lookups.
[[nodiscard]] Result<std::vector<NftExpr>> match_expressions(Family family,
                                                             std::span<const std::string> words,
                                                             const InterfaceIndex& index);

/// As above; asks this network namespace for the indices.
[[nodiscard]] Result<std::vector<NftExpr>> match_expressions(Family family,
                                                             std::span<const std::string> words);

}  // namespace nftrace
