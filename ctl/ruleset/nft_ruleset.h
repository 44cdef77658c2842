// SPDX-License-Identifier: GPL-2.0-or-later
// The nft ruleset as far as NFTRACE needs to know it: tables, chains, rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "netlink/result.h"
#include "ruleset/nft_bus.h"
#include "ruleset/option_block.h"
#include "ruleset/place.h"

namespace nftrace {

struct NftTable {
  std::uint8_t family = 0;  ///< NFPROTO_*, also families that have no NFTRACE
  std::string name;
  std::uint32_t owner = 0;   ///< netlink port of the one program that may change it; 0: anybody
  std::uint64_t handle = 0;  ///< another one when the table was made anew
};

/// Where a base chain hangs.
struct NftHook {
  std::uint32_t number = 0;  ///< enum nf_inet_hooks in ip, ip6 and inet tables
  std::int32_t priority = 0;
  std::string type;  ///< "filter", "nat", "route"
};

struct NftChain {
  std::uint8_t family = 0;
  std::string table;
  std::string name;
  std::optional<NftHook> hook;  ///< base chains only
  std::uint64_t handle = 0;     ///< of its table: may be the same in a table made anew
};

struct NftRule {
  std::uint8_t family = 0;
  std::string table;
  std::string chain;
  std::uint64_t handle = 0;            ///< as a chain's
  bool by_iptables = false;            ///< has the shape that iptables-nft gives its rules
  std::optional<OptionBlock> nftrace;  ///< of NFTRACE rules only
  std::uint64_t text = 0;              ///< what it says, as in nft_text.h
  std::vector<std::byte> copy;         ///< of NFTRACE rules only: attributes that make it again
};

struct NftRuleset {
  std::uint32_t generation = 0;
  std::vector<NftTable> tables;
  std::vector<NftChain> chains;
  std::vector<NftRule> rules;  ///< table by table, chain by chain, in their order
};

/// Decoders of one message of a dump. Pure; any bytes are safe. Malformed when a
/// name is missing or a length is wrong. Written here and not taken from
/// libnftnl, which gives up on a rule with an expression newer than itself.
[[nodiscard]] Result<NftTable> decode_nft_table(const NftMessage& message);
[[nodiscard]] Result<NftChain> decode_nft_chain(const NftMessage& message);
[[nodiscard]] Result<NftRule> decode_nft_rule(const NftMessage& message);

/// All of it, of one generation. Interrupted when it kept changing for ten reads.
[[nodiscard]] Result<NftRuleset> read_nft_ruleset(NftBus& bus);

/// The netlink port of the program that owns this table; 0 when anybody may
/// change it, or when there is no such table.
[[nodiscard]] std::uint32_t owner_of_table(const NftRuleset& ruleset, std::uint8_t family,
                                           std::string_view table);

/// ip, ip6, inet; nullopt for all other families.
[[nodiscard]] std::optional<Family> family_of_nft(std::uint8_t nfproto);
[[nodiscard]] std::uint8_t nft_family_of(Family family);

}  // namespace nftrace
