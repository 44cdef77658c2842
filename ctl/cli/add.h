// SPDX-License-Identifier: GPL-2.0-or-later
// Adding a rule by the words of nfctl add: from the command line or a saved file.
#pragma once

#include <string>
#include <vector>

#include "cli/add_plan.h"

namespace nftrace::cli {

/// Reads words as they stand behind "nfctl add", "--" and what follows included.
/// Usage for those that make no sense. Pure.
[[nodiscard]] Result<AddWords> parse_add_words(const std::vector<std::string>& line);

/// What was added.
struct Added {
  std::string text;  ///< lines that say where, for people
  bool nft = false;  ///< into a table of nf_tables
};

/// Loads the module if need be and writes the rule; in both families or in none.
/// Errors: Usage; NoModule; Permission; NotFound for the chain; Failed with what
/// iptables said.
[[nodiscard]] Result<Added> add_rule(const AddWords& words);

}  // namespace nftrace::cli
