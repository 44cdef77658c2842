// SPDX-License-Identifier: GPL-2.0-or-later
// Writes NFTRACE rules into native nft tables, each call one transaction.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "netlink/result.h"
#include "ruleset/nft_position.h"
#include "ruleset/place.h"

namespace nftrace {

/// A rule to add to a native nft table.
struct NftAdd {
  Family family = Family::Inet;
  std::string table;
  std::string chain;
  NftPosition position;
  std::vector<std::string> match;  ///< words as in nft_match.h
  RuleOptions options;
};

/// One rule, by what the kernel needs to delete it.
struct NftRuleKey {
  Family family = Family::Inet;
  std::string table;
  std::string chain;
  std::uint64_t handle = 0;
  std::uint32_t id = 0;  ///< that its option block must have; 0: any
};

/// The family of an nft table by its name: ip, ip6 or inet. Errors: Usage with
/// a sentence for arp, bridge and netdev, which have no NFTRACE, and for others.
[[nodiscard]] Result<Family> parse_nft_family(std::string_view name);

/// Adds the rule in one transaction: it is there as asked for, or nothing
/// changed. Returns its place, with handle, number and the kernel's id.
/// Errors: Usage for words, label or a base chain that can't be;
/// NotFound for table, chain or handle; Permission; NoModule when nf_tables,
/// nft_compat or nftrace is missing; Failed with the kernel's errno otherwise.
[[nodiscard]] Result<Place> add_nft_rule(const NftAdd& add);

/// Removes these rules in ONE transaction: all or none. Each must be an NFTRACE
/// rule at the moment of the commit; the caller's list may be older.
/// Errors: NotFound (then nothing is removed), Permission, Interrupted when the
/// ruleset kept changing for ten tries, Failed.
[[nodiscard]] Result<> remove_nft_rules(std::span<const NftRuleKey> rules);

}  // namespace nftrace
