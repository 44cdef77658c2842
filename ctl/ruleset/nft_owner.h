// SPDX-License-Identifier: GPL-2.0-or-later
// Which nft tables are iptables-nft's, and where NFTRACE rules stand in them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ruleset/nft_ruleset.h"

namespace nftrace {

/// Does iptables-nft write this table? It has no mark of its own, so this goes by
/// what iptables-nft itself asks before it touches a table: family ip or ip6, one
/// of its five names, no base chain but its own (name, hook, priority and type),
/// and only rules of the shape it gives them. A table that nft wrote in exactly
/// that form can be written with iptables as well, so nothing is lost.
[[nodiscard]] bool iptables_owns(const NftRuleset& ruleset, std::uint8_t family,
                                 std::string_view table);

/// The NFTRACE rules of a ruleset, in its order, with their numbers; without those
/// of keepers (rule_keeper.h).
[[nodiscard]] std::vector<Place> places_of(const NftRuleset& ruleset);

}  // namespace nftrace
