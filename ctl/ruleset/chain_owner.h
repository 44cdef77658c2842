// SPDX-License-Identifier: GPL-2.0-or-later
// Who writes a chain: iptables-legacy, iptables-nft, or nft alone.
#pragma once

#include <string>
#include <string_view>

#include "netlink/result.h"
#include "ruleset/place.h"

namespace nftrace {

struct ChainOwner {
  Backend backend = Backend::Legacy;
  bool iptables = true;  ///< false: a native nft table; write it with nft_writer.h
  std::string why;       ///< one sentence for people
};

/// Whose chain this is. Reads as read_places() does, so nothing is created:
///  - where only one backend has the chain, that one;
///  - where both have it, the one with more rules in it; legacy if equal;
///  - where neither has it (built-in chains appear with the first rule), the
///    backend of the system's default iptables.
/// Family::Inet and tables that iptables does not own are always nft's.
/// Errors: Permission; Interrupted; NotFound when an inet table or its chain
/// is not there, or when there is neither the chain nor any iptables.
[[nodiscard]] Result<ChainOwner> owner_of_chain(Family family, std::string_view table,
                                                std::string_view chain);

}  // namespace nftrace
