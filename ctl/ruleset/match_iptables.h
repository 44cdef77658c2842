// SPDX-License-Identifier: GPL-2.0-or-later
// The match of the native form in iptables' words, for tables that iptables owns.
#pragma once

#include <string>
#include <vector>

#include "netlink/result.h"
#include "ruleset/match_words.h"

namespace nftrace {

/// The same match for iptables or ip6tables, whichever the table's family wants.
/// An interface is always matched by name there. Pure.
/// Errors: Usage for ports of a protocol for which iptables has no ports.
[[nodiscard]] Result<std::vector<std::string>> iptables_match(const MatchWords& match);

}  // namespace nftrace
