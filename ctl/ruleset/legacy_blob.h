// SPDX-License-Identifier: GPL-2.0-or-later
// Walks the entries of a legacy table, as IP(6)T_SO_GET_ENTRIES gives them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "netlink/result.h"
#include "ruleset/place.h"

namespace nftrace {

/// What IP(6)T_SO_GET_INFO says about a table; offsets into its entries.
struct LegacyInfo {
  std::uint32_t valid_hooks = 0;  ///< bit n: enum nf_inet_hooks n is used
  std::array<std::uint32_t, 5> hook_entry{};
  std::array<std::uint32_t, 5> underflow{};
};

/// A chain and how many rules it has, policy and closing entry not counted.
struct LegacyChain {
  std::string name;
  unsigned rules = 0;
};

struct LegacyTable {
  std::vector<LegacyChain> chains;  ///< in the order of the table
  std::vector<Place> places;        ///< its NFTRACE rules
};

/// Reads one table out of its entries. Pure; any bytes are safe. Numbers are
/// those of iptables -L --line-numbers.
/// `family` is Ipv4 or Ipv6 and says which entry layout the bytes have.
/// Errors: Malformed with the offset where the bytes stop making sense.
[[nodiscard]] Result<LegacyTable> walk_legacy_table(Family family, const std::string& table,
                                                    const LegacyInfo& info,
                                                    std::span<const std::byte> entries);

}  // namespace nftrace
