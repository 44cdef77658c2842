// SPDX-License-Identifier: GPL-2.0-or-later
#include <iterator>

#include "doctor/checks.h"

namespace nftrace::doctor {

Findings examine(const Machine& machine, const Facts& facts) {
  using Check = Findings (*)(const Machine&, const Facts&);
  constexpr Check kChecks[] = {
      check_module_file, check_dkms,       check_secure_boot, check_taint,   check_module,
      check_plugin,      check_capability, check_limits,      check_backend, check_config,
      check_tables,      check_saved,      check_logger,      check_probing, check_conntrack,
      check_fragments,   check_neighbours, check_rp_filter,   check_devices, check_softnet,
      check_offload,
  };
  Findings all;
  for (const auto check : kChecks) {
    Findings found = check(machine, facts);
    all.insert(all.end(), std::make_move_iterator(found.begin()),
               std::make_move_iterator(found.end()));
  }
  return all;
}

}  // namespace nftrace::doctor
