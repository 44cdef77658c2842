// SPDX-License-Identifier: GPL-2.0-or-later
// How a rule is named on the command line.
#pragma once

#include <string_view>

#include "client/client.h"
#include "ruleset/place.h"

namespace nftrace::cli {

/// Digits are an id, "label:TEXT" is the label TEXT whatever it looks like, all
/// else is a label. Usage for an empty one, one that no rule can have, and a
/// number that is no id.
[[nodiscard]] Result<RuleName> parse_rule_name(std::string_view word);

[[nodiscard]] bool names(const RuleName& name, const Place& place);
[[nodiscard]] bool names(const RuleName& name, const RuleCounters& rule);

/// "rule 65537" or "rule \"web\"", escaped.
[[nodiscard]] std::string describe(const RuleName& name);

/// "ip legacy filter INPUT 1", or "inet nft fw input handle 5" in a native table.
[[nodiscard]] std::string describe(const Place& place);

}  // namespace nftrace::cli
