// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/chain_owner.h"

#include <algorithm>
#include <array>
#include <optional>

#include "ruleset/iptables.h"
#include "ruleset/legacy_table.h"
#include "ruleset/nft_owner.h"
#include "ruleset/nft_presence.h"

namespace nftrace {
namespace {

constexpr std::array<std::string_view, 5> kIptablesTables = {"filter", "nat", "mangle", "raw",
                                                             "security"};
constexpr std::array<std::string_view, 5> kBuiltinChains = {"PREROUTING", "INPUT", "FORWARD",
                                                            "OUTPUT", "POSTROUTING"};

template <class List>
bool has(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

/// What one backend knows of a chain; `rules` is nullopt where it has no such chain.
struct Side {
  bool table = false;
  bool iptables = true;
  std::optional<std::size_t> rules;
};

Result<Side> ask_legacy(Family family, std::string_view table, std::string_view chain) {
  Side side;
  if (family == Family::Inet) return side;
  auto names = legacy_tables(family);
  if (!names) return tl::unexpected(std::move(names).error());
  if (!has(*names, table)) return side;
  side.table = true;
  auto read = read_legacy_table(family, std::string(table));
  if (!read) return tl::unexpected(std::move(read).error());
  for (const LegacyChain& known : read->chains) {
    if (known.name == chain) side.rules = known.rules;
  }
  return side;
}

Result<Side> ask_nft(Family family, std::string_view table, std::string_view chain) {
  Side side;
  if (!nf_tables_present()) return side;
  auto bus = NftBus::open();
  if (!bus) return tl::unexpected(std::move(bus).error());
  auto ruleset = read_nft_ruleset(*bus);
  if (!ruleset) return tl::unexpected(std::move(ruleset).error());
  const std::uint8_t number = nft_family_of(family);
  side.table = std::any_of(ruleset->tables.begin(), ruleset->tables.end(), [&](const NftTable& t) {
    return t.family == number && t.name == table;
  });
  side.iptables = iptables_owns(*ruleset, number, table);
  const bool there = std::any_of(
      ruleset->chains.begin(), ruleset->chains.end(),
      [&](const NftChain& c) { return c.family == number && c.table == table && c.name == chain; });
  if (there) {
    side.rules = std::count_if(ruleset->rules.begin(), ruleset->rules.end(), [&](const NftRule& r) {
      return r.family == number && r.table == table && r.chain == chain;
    });
  }
  return side;
}

std::string described(std::string_view table, std::string_view chain) {
  return "chain " + std::string(chain) + " of table " + std::string(table);
}

ChainOwner nft_owner(const Side& nft, std::string why) {
  return ChainOwner{Backend::Nft, nft.iptables, std::move(why)};
}

Result<ChainOwner> nobody_has_it(Family family, std::string_view table, std::string_view chain,
                                 const Side& legacy, const Side& nft) {
  const std::string name = std::string(to_string(family)) + " " + std::string(table);
  const bool iptables_table = family != Family::Inet && has(kIptablesTables, table);
  if (!iptables_table && !nft.table) return fail(Code::NotFound, "there is no table " + name);
  const bool builtin = iptables_table && has(kBuiltinChains, chain);
  if (!builtin || (nft.table && !nft.iptables && !legacy.table)) {
    return fail(Code::NotFound, "table " + name + " has no chain " + std::string(chain));
  }
  auto backend = default_backend(family);
  if (!backend) return tl::unexpected(std::move(backend).error());
  return ChainOwner{*backend, true,
                    described(table, chain) + " is not in use yet; the system's iptables is " +
                        (*backend == Backend::Nft ? "iptables-nft" : "iptables-legacy")};
}

}  // namespace

Result<ChainOwner> owner_of_chain(Family family, std::string_view table, std::string_view chain) {
  auto legacy = ask_legacy(family, table, chain);
  if (!legacy) return tl::unexpected(std::move(legacy).error());
  auto nft = ask_nft(family, table, chain);
  if (!nft) return tl::unexpected(std::move(nft).error());

  const std::string what = described(table, chain);
  if (!legacy->rules && !nft->rules) return nobody_has_it(family, table, chain, *legacy, *nft);
  if (!nft->rules) {
    return ChainOwner{Backend::Legacy, true, what + " is in iptables-legacy"};
  }
  if (!legacy->rules) {
    return nft_owner(*nft, nft->iptables ? what + " is in iptables-nft"
                                         : what + " is in nft, which iptables does not write");
  }
  const std::string counts = ": legacy has " + std::to_string(*legacy->rules) + " rules, nft " +
                             std::to_string(*nft->rules);
  if (*nft->rules > *legacy->rules) return nft_owner(*nft, what + " is in both" + counts);
  return ChainOwner{Backend::Legacy, true, what + " is in both" + counts};
}

Result<NftChainOwner> owner_of_nft_chain(Family family, const std::string& table,
                                         const std::string& chain, const NftPosition& position) {
  auto bus = NftBus::open();
  if (!bus) return tl::unexpected(std::move(bus).error());
  auto ruleset = read_nft_ruleset(*bus);
  if (!ruleset) return tl::unexpected(std::move(ruleset).error());
  auto number = number_at(*ruleset, family, table, chain, position);
  if (!number) return tl::unexpected(std::move(number).error());
  return NftChainOwner{iptables_owns(*ruleset, nft_family_of(family), table), *number};
}

}  // namespace nftrace
