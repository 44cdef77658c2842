// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_owner.h"

#include <linux/netfilter.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "ruleset/rule_keeper.h"

namespace nftrace {
namespace {

/// A base chain as iptables-nft makes it.
struct OwnChain {
  std::string_view table, name, type;
  std::uint32_t hook;
  std::int32_t priority;
};

constexpr std::array<OwnChain, 17> kOwnChains = {{
    {"raw", "PREROUTING", "filter", NF_INET_PRE_ROUTING, -300},
    {"raw", "OUTPUT", "filter", NF_INET_LOCAL_OUT, -300},
    {"mangle", "PREROUTING", "filter", NF_INET_PRE_ROUTING, -150},
    {"mangle", "INPUT", "filter", NF_INET_LOCAL_IN, -150},
    {"mangle", "FORWARD", "filter", NF_INET_FORWARD, -150},
    {"mangle", "OUTPUT", "route", NF_INET_LOCAL_OUT, -150},
    {"mangle", "POSTROUTING", "filter", NF_INET_POST_ROUTING, -150},
    {"filter", "INPUT", "filter", NF_INET_LOCAL_IN, 0},
    {"filter", "FORWARD", "filter", NF_INET_FORWARD, 0},
    {"filter", "OUTPUT", "filter", NF_INET_LOCAL_OUT, 0},
    {"security", "INPUT", "filter", NF_INET_LOCAL_IN, 50},
    {"security", "FORWARD", "filter", NF_INET_FORWARD, 50},
    {"security", "OUTPUT", "filter", NF_INET_LOCAL_OUT, 50},
    {"nat", "PREROUTING", "nat", NF_INET_PRE_ROUTING, -100},
    {"nat", "INPUT", "nat", NF_INET_LOCAL_IN, 100},
    {"nat", "POSTROUTING", "nat", NF_INET_POST_ROUTING, 100},
    {"nat", "OUTPUT", "nat", NF_INET_LOCAL_OUT, -100},
}};

bool is_own_chain(const NftChain& chain) {
  return std::any_of(kOwnChains.begin(), kOwnChains.end(), [&](const OwnChain& own) {
    return chain.table == own.table && chain.name == own.name && chain.hook->type == own.type &&
           chain.hook->number == own.hook && chain.hook->priority == own.priority;
  });
}

/// A rule that only keeps an object alive stands in nobody's way.
bool is_keepers(const NftRuleset& ruleset, const NftRule& rule) {
  return rule.table.starts_with(kKeeperTable) &&
         owner_of_table(ruleset, rule.family, rule.table) != 0;
}

}  // namespace

bool iptables_owns(const NftRuleset& ruleset, std::uint8_t family, std::string_view table) {
  if (family != NFPROTO_IPV4 && family != NFPROTO_IPV6) return false;
  if (std::none_of(kOwnChains.begin(), kOwnChains.end(),
                   [&](const OwnChain& own) { return own.table == table; })) {
    return false;
  }
  const auto is_of_table = [&](const auto& object) {
    return object.family == family && object.table == table;
  };
  return std::none_of(ruleset.chains.begin(), ruleset.chains.end(),
                      [&](const NftChain& chain) {
                        return is_of_table(chain) && chain.hook && !is_own_chain(chain);
                      }) &&
         std::none_of(ruleset.rules.begin(), ruleset.rules.end(),
                      [&](const NftRule& rule) { return is_of_table(rule) && !rule.by_iptables; });
}

std::vector<Place> places_of(const NftRuleset& ruleset) {
  std::map<std::pair<std::uint8_t, std::string>, bool> owned;
  std::vector<Place> places;
  const NftRule* before = nullptr;
  unsigned number = 0;
  for (const NftRule& rule : ruleset.rules) {
    // Rules of one chain come one after the other.
    const bool same_chain = before != nullptr && before->family == rule.family &&
                            before->table == rule.table && before->chain == rule.chain;
    number = same_chain ? number + 1 : 1;
    before = &rule;
    const auto family = family_of_nft(rule.family);
    if (!rule.nftrace || !family || is_keepers(ruleset, rule)) continue;
    auto [owner, is_new] = owned.try_emplace({rule.family, rule.table}, false);
    if (is_new) owner->second = iptables_owns(ruleset, rule.family, rule.table);
    Place place;
    place.id = rule.nftrace->id;
    place.family = *family;
    place.backend = Backend::Nft;
    place.table = rule.table;
    place.chain = rule.chain;
    place.number = number;
    place.handle = rule.handle;
    place.iptables = owner->second;
    place.options = rule.nftrace->options;
    places.push_back(std::move(place));
  }
  return places;
}

}  // namespace nftrace
