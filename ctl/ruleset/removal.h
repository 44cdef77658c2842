// SPDX-License-Identifier: GPL-2.0-or-later
// Takes NFTRACE rules out of the ruleset again, by their places.
#pragma once

#include <span>

#include "netlink/result.h"
#include "ruleset/place.h"

namespace nftrace {

/// Removes the rules at these places, as read_places() told them. All nft
/// rules (native and iptables-nft's) go in one transaction by their handles;
/// legacy rules go one by one with iptables-legacy, by number from the end of
/// each chain, after a new look that the same id still stands there.
/// Errors: as remove_nft_rules(); Interrupted when a legacy rule has moved;
/// Failed with iptables' own words. Rules removed before an error stay removed.
[[nodiscard]] Result<> remove_places(std::span<const Place> places);

}  // namespace nftrace
