// SPDX-License-Identifier: GPL-2.0-or-later
// Who writes a chain: iptables-legacy, iptables-nft, or nft alone.
#pragma once

#include <string>
#include <string_view>

#include "netlink/result.h"
#include "ruleset/nft_position.h"
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

/// A chain that was named as nft names it, and the place of a new rule in it.
struct NftChainOwner {
  bool iptables = false;  ///< iptables-nft owns its table
  unsigned number = 0;    ///< that the rule gets, from 1
};

/// Whose this nft chain is, whatever legacy tables there are. Reads only.
/// Errors: as number_at(); NoModule where there is no nf_tables.
[[nodiscard]] Result<NftChainOwner> owner_of_nft_chain(Family family, const std::string& table,
                                                       const std::string& chain,
                                                       const NftPosition& position);

}  // namespace nftrace
