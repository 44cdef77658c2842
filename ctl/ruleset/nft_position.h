// SPDX-License-Identifier: GPL-2.0-or-later
// Where in its chain a native rule is put.
#pragma once

#include <cstdint>
#include <string>

#include "netlink/result.h"
#include "ruleset/nft_ruleset.h"
#include "ruleset/place.h"

namespace nftrace {

struct NftPosition {
  enum class Kind { First, Last, Before, After, Number };
  Kind kind = Kind::First;
  std::uint64_t handle = 0;  ///< neighbour, for Before and After; else 0
  unsigned number = 0;       ///< from 1, for Number; else 0
};

/// Is a neighbour's handle part of such a position?
[[nodiscard]] bool needs_handle(const NftPosition& position);

/// Does the rule come behind its neighbour, or behind all?
[[nodiscard]] bool is_behind(const NftPosition& position);

/// What a Number means in the chain as it is now: in front of the rule that has
/// this number, or behind all where there are fewer. Others stay as they are. Pure.
[[nodiscard]] NftPosition resolved(const NftRuleset& ruleset, Family family,
                                   const std::string& table, const std::string& chain,
                                   const NftPosition& position);

/// The number, from 1, that a rule put there gets in its chain. Pure.
/// `position` is a resolved() one.
/// Errors: NotFound where table, chain or neighbour are not there; Usage where
/// the chain hangs at a place without NFTRACE (ingress, egress, an unknown type);
/// Failed where a program owns the table.
[[nodiscard]] Result<unsigned> number_at(const NftRuleset& ruleset, Family family,
                                         const std::string& table, const std::string& chain,
                                         const NftPosition& position);

}  // namespace nftrace
