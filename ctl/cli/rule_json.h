// SPDX-License-Identifier: GPL-2.0-or-later
// Rules as JSON. The names are documented in docs/json.md and stay.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/model.h"

namespace nftrace::cli {

/// Keeps the order in which names were written, for people who read it.
using Json = nlohmann::ordered_json;

/// `rates`: with hits_per_s and bytes_per_s, null while unknown.
[[nodiscard]] Json rule_json(const RuleRow& row, bool rates);
[[nodiscard]] Json rules_json(const std::vector<RuleRow>& rows, bool rates);

/// On one line and in ASCII only, so that it is safe on a terminal.
[[nodiscard]] std::string json_line(const Json& value);

}  // namespace nftrace::cli
