// SPDX-License-Identifier: GPL-2.0-or-later
// Where an NFTRACE rule stands in the ruleset.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "netlink/result.h"
#include "ruleset/option_block.h"

namespace nftrace {

enum class Family { Ipv4, Ipv6, Inet };
enum class Backend { Legacy, Nft };

/// One NFTRACE rule as it stands in a table.
struct Place {
  std::uint32_t id = 0;  ///< the kernel's id in the option block
  Family family = Family::Ipv4;
  Backend backend = Backend::Legacy;
  std::string table;
  std::string chain;
  unsigned number = 0;       ///< from 1, within its chain, as iptables counts
  std::uint64_t handle = 0;  ///< nft's handle; 0 for legacy
  bool iptables = true;      ///< false: a native nft table that iptables does not own
  RuleOptions options;
};

/// All NFTRACE rules of this network namespace, in the order legacy IPv4,
/// legacy IPv6, nft; within a table in the order of its chains.
struct Places {
  std::vector<Place> rules;
  bool legacy_tables = false;  ///< at least one legacy table exists
  bool nft_tables = false;     ///< at least one nft table exists
};

/// Reads the ruleset and changes nothing: no table, chain, hook or module
/// appears. Only legacy tables listed in /proc/net/ip_tables_names and
/// ip6_tables_names are asked for.
/// Errors: Permission without CAP_NET_ADMIN; Interrupted when the ruleset
/// kept changing for ten reads.
[[nodiscard]] Result<Places> read_places();

[[nodiscard]] const char* to_string(Family family);    // "ip", "ip6", "inet"
[[nodiscard]] const char* to_string(Backend backend);  // "legacy", "nft"

}  // namespace nftrace
