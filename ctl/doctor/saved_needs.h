// SPDX-License-Identifier: GPL-2.0-or-later
// What saved rulesets ask of the kernel: legacy tables, matches, targets, expressions.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "doctor/machine.h"

namespace nftrace::doctor {

/// Something that a saved rule uses, and the kernel options of which one must be on.
struct Need {
  std::string word;                  ///< as the rule has it: "-m conntrack", "masquerade"
  std::vector<std::string> options;  ///< without CONFIG_
};

/// Legacy tables ("nat") that the saved files of iptables (family 4) or ip6tables
/// (6) name; "filter" is always one.
[[nodiscard]] std::set<std::string> saved_tables(const Machine& machine, int family);

/// Matches and targets of a text of iptables-save, each once. Pure.
[[nodiscard]] std::vector<Need> needs_of_iptables(std::string_view text);

/// Expressions of nft's language that are modules of their own, each once. Pure.
[[nodiscard]] std::vector<Need> needs_of_nft(std::string_view text);

/// All of them, from the saved files of both; nft's includes are not followed.
[[nodiscard]] std::vector<Need> saved_needs(const Machine& machine);

}  // namespace nftrace::doctor
