// SPDX-License-Identifier: GPL-2.0-or-later
// Neighbour tables (ARP and its like), as RTM_GETNEIGHTBL tells of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "netlink/attribute.h"

namespace nftrace::doctor {

/// One table with its thresholds and what went wrong since boot.
struct NeighbourTable {
  std::string name;                                     ///< "arp_cache", "ndisc_cache"
  std::uint32_t thresh1 = 0, thresh2 = 0, thresh3 = 0;  ///< entries
  std::uint32_t entries = 0;
  std::uint64_t resolve_failed = 0;
  std::uint64_t forced_gc = 0;   ///< runs because there was no room
  std::uint64_t table_full = 0;  ///< neighbours that found none after that
};

/// One message. Nothing for those that tell of a single device. Pure; any bytes
/// are safe. Malformed when a length is wrong.
[[nodiscard]] Result<std::optional<NeighbourTable>> decode_neighbour_table(const Message& message);

/// All tables. Needs no capability.
[[nodiscard]] Result<std::vector<NeighbourTable>> read_neighbour_tables();

}  // namespace nftrace::doctor
