// SPDX-License-Identifier: GPL-2.0-or-later
// Every check of nfctl doctor. Each looks at files and facts and changes nothing.
#pragma once

#include "doctor/facts.h"
#include "doctor/finding.h"
#include "doctor/machine.h"

namespace nftrace::doctor {

/// Where they stand, in the order in which they are told. One call may find
/// several things; each finds at least one.
Findings check_module_file(const Machine& machine, const Facts& facts);  // module-file, headers
Findings check_dkms(const Machine& machine, const Facts& facts);         // dkms
Findings check_secure_boot(const Machine& machine, const Facts& facts);  // secure-boot
Findings check_taint(const Machine& machine, const Facts& facts);        // taint
Findings check_module(const Machine& machine, const Facts& facts);       // module
Findings check_plugin(const Machine& machine, const Facts& facts);       // plugin, option-block
Findings check_capability(const Machine& machine, const Facts& facts);   // capability
Findings check_limits(const Machine& machine, const Facts& facts);       // limits
Findings check_backend(const Machine& machine, const Facts& facts);      // backend
Findings check_config(const Machine& machine, const Facts& facts);       // kernel-config
Findings check_tables(const Machine& machine, const Facts& facts);       // tables
Findings check_saved(const Machine& machine, const Facts& facts);        // saved-rules
Findings check_logger(const Machine& machine, const Facts& facts);       // logger
Findings check_probing(const Machine& machine, const Facts& facts);      // kprobes, static-key
Findings check_conntrack(const Machine& machine, const Facts& facts);    // conntrack, expectations
Findings check_fragments(const Machine& machine, const Facts& facts);    // fragments
Findings check_neighbours(const Machine& machine, const Facts& facts);   // neighbours
Findings check_rp_filter(const Machine& machine, const Facts& facts);    // rp-filter
Findings check_devices(const Machine& machine, const Facts& facts);      // devices
Findings check_softnet(const Machine& machine, const Facts& facts);      // softnet
Findings check_offload(const Machine& machine, const Facts& facts);      // offload

/// All of them.
[[nodiscard]] Findings examine(const Machine& machine, const Facts& facts);

}  // namespace nftrace::doctor
