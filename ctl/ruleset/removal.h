// SPDX-License-Identifier: GPL-2.0-or-later
// Takes NFTRACE rules out of the ruleset again, by their places.
#pragma once

#include <span>
#include <string>

#include "netlink/result.h"
#include "ruleset/place.h"

namespace nftrace {

/// Removes the rules at these places, as read_places() told them. All nft rules
/// (native ones and iptables-nft's) go in one transaction by their handles.
/// Legacy rules go by their numbers, after a new look that the same ids still
/// stand there: one run of iptables-legacy-restore for each family, in which
/// each table is one change.
/// Errors: as remove_nft_rules(); Interrupted when a legacy rule has moved;
/// Failed with iptables' own words. Legacy comes first, and what was removed
/// before an error stays removed.
[[nodiscard]] Result<> remove_places(std::span<const Place> places);

/// The input of iptables-legacy-restore that deletes these rules, which are of
/// one family: the last of a chain first, so that no number moves. Pure.
/// Errors: Failed for a table or chain name with control characters.
[[nodiscard]] Result<std::string> removal_text(std::span<const Place> places);

}  // namespace nftrace
