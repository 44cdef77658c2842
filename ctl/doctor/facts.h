// SPDX-License-Identifier: GPL-2.0-or-later
// What only sockets tell, read once and then only looked at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/rule_counters.h"
#include "doctor/neighbours.h"

namespace nftrace::doctor {

/// A flowtable of nft: packets of the flows in it pass no hook.
struct Flowtable {
  std::string name;  ///< "inet fw fast"
  bool hardware = false;
};

struct Facts {
  std::string tool_version;
  std::uint32_t info_size = 0;  ///< bytes of the option block that this tool knows

  std::optional<ModuleInfo> module;  ///< nothing: not loaded, or it may not be asked
  bool module_refused = false;       ///< loaded, but CAP_NET_ADMIN is missing

  /// Nothing in these four: could not be read.
  std::optional<unsigned> legacy_rules;        ///< in legacy tables, both families
  std::optional<unsigned> iptables_nft_rules;  ///< in tables that iptables-nft writes
  std::optional<std::vector<Flowtable>> flowtables;
  std::optional<std::vector<NeighbourTable>> neighbours;
};

/// Asks the kernel. Changes nothing: loads no module, creates no table. What can't
/// be read is left out.
[[nodiscard]] Facts read_facts(std::string tool_version);

}  // namespace nftrace::doctor
