// SPDX-License-Identifier: GPL-2.0-or-later
// Rules as a table for people.
#pragma once

#include <string>
#include <vector>

#include "cli/model.h"

namespace nftrace::cli {

struct TableOptions {
  std::size_t width = 0;  ///< columns, 0 is no limit
  bool colours = false;
  bool rates = false;  ///< with hits/s and bytes/s
  bool placed = true;  ///< false: the ruleset could not be read, places are unknown
};

/// Title and rows; verdicts when any rule has them. A rule in no table is told
/// as "gone", and a rule with several entries by the first and a number.
[[nodiscard]] std::vector<std::string> rule_table(const std::vector<RuleRow>& rows,
                                                  const TableOptions& options);

}  // namespace nftrace::cli
