// SPDX-License-Identifier: GPL-2.0-or-later
// Rulesets that boot loads: what they ask of the kernel.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "doctor/machine.h"

namespace nftrace::doctor {

/// Legacy tables ("nat") that the saved files of iptables (family 4) or ip6tables
/// (6) name; "filter" is always one.
[[nodiscard]] std::set<std::string> saved_tables(const Machine& machine, int family);

/// Saved files of nft with a line that nft -f refuses because of an NFTRACE rule.
[[nodiscard]] std::vector<std::string> unloadable_nft_files(const Machine& machine);

}  // namespace nftrace::doctor
