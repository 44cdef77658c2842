// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_position.h"

#include <linux/netfilter.h>

#include <algorithm>
#include <optional>

namespace nftrace {
namespace {

Result<> check_hook(const std::string& chain, const NftHook& hook) {
  if (hook.number > NF_INET_POST_ROUTING) {
    return fail(Code::Usage,
                "chain " + chain + " hangs at ingress or egress, where NFTRACE has no place");
  }
  if (hook.type != "filter" && hook.type != "nat" && hook.type != "route") {
    return fail(Code::Usage,
                "chain " + chain + " is of type " + hook.type + ", which NFTRACE does not know");
  }
  return {};
}

/// iptables makes its tables when it first writes into them, and has none in inet.
std::string hint_for_missing_table(Family family, const std::string& table,
                                   const std::string& chain) {
  if (family == Family::Inet) return "";
  return "a chain of iptables is meant? nfctl add --family " + std::string(to_string(family)) +
         " -t " + table + " " + chain;
}

}  // namespace

bool needs_handle(const NftPosition& position) {
  return position.kind == NftPosition::Kind::Before || position.kind == NftPosition::Kind::After;
}

bool is_behind(const NftPosition& position) {
  return position.kind == NftPosition::Kind::Last || position.kind == NftPosition::Kind::After;
}

NftPosition resolved(const NftRuleset& ruleset, Family family, const std::string& table,
                     const std::string& chain, const NftPosition& position) {
  if (position.kind != NftPosition::Kind::Number) return position;
  const std::uint8_t nfproto = nft_family_of(family);
  unsigned rules = 0;
  for (const NftRule& rule : ruleset.rules) {
    if (rule.family != nfproto || rule.table != table || rule.chain != chain) continue;
    if (++rules == position.number) return {NftPosition::Kind::Before, rule.handle, 0};
  }
  return {NftPosition::Kind::Last, 0, 0};
}

Result<unsigned> number_at(const NftRuleset& ruleset, Family family, const std::string& table,
                           const std::string& chain, const NftPosition& position) {
  const std::uint8_t nfproto = nft_family_of(family);
  const std::string table_name = std::string(to_string(family)) + " " + table;
  const auto known_table = std::find_if(
      ruleset.tables.begin(), ruleset.tables.end(),
      [&](const NftTable& known) { return known.family == nfproto && known.name == table; });
  if (known_table == ruleset.tables.end()) {
    return fail(Code::NotFound, "there is no nft table " + table_name, 0,
                hint_for_missing_table(family, table, chain));
  }
  if (known_table->owner != 0) {
    return fail(Code::Failed,
                "table " + table_name + " belongs to the program with netlink port " +
                    std::to_string(known_table->owner) + ", and the kernel lets no other change it",
                0, "if that is firewalld: set NftablesTableOwner=no in its configuration");
  }

  const auto found =
      std::find_if(ruleset.chains.begin(), ruleset.chains.end(), [&](const NftChain& known) {
        return known.family == nfproto && known.table == table && known.name == chain;
      });
  if (found == ruleset.chains.end()) {
    return fail(Code::NotFound, "table " + table_name + " has no chain " + chain);
  }
  if (found->hook) {
    if (auto fits = check_hook(table_name + " " + chain, *found->hook); !fits) {
      return tl::unexpected(std::move(fits).error());
    }
  }

  unsigned rules = 0;
  std::optional<unsigned> neighbour;
  for (const NftRule& rule : ruleset.rules) {
    if (rule.family != nfproto || rule.table != table || rule.chain != chain) continue;
    ++rules;
    if (rule.handle == position.handle) neighbour = rules;
  }
  if (!needs_handle(position)) return is_behind(position) ? rules + 1 : 1;
  if (!neighbour) {
    return fail(Code::NotFound, "chain " + table_name + " " + chain + " has no rule with handle " +
                                    std::to_string(position.handle));
  }
  return is_behind(position) ? *neighbour + 1 : *neighbour;
}

}  // namespace nftrace
