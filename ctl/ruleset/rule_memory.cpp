// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/rule_memory.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

namespace nftrace {
namespace {

using ChainName = std::tuple<std::uint8_t, std::string, std::string>;

ChainName chain_of(const RememberedRule& rule) { return {rule.family, rule.table, rule.chain}; }

/// A chain as it is now.
struct ChainNow {
  std::uint64_t table_handle = 0;
  std::uint64_t handle = 0;
  std::vector<const NftRule*> rules;
};
using ChainsNow = std::map<ChainName, ChainNow>;

/// Is this table one of those whose rules are kept?
bool is_kept(const NftTable& table) { return family_of_nft(table.family) && table.owner == 0; }

ChainsNow chains_now(const NftRuleset& ruleset) {
  ChainsNow chains;
  std::map<std::pair<std::uint8_t, std::string>, std::uint64_t> kept;
  for (const NftTable& table : ruleset.tables) {
    if (is_kept(table)) kept[{table.family, table.name}] = table.handle;
  }
  for (const NftChain& chain : ruleset.chains) {
    const auto table = kept.find({chain.family, chain.table});
    if (table == kept.end()) continue;
    chains[{chain.family, chain.table, chain.name}] = {table->second, chain.handle, {}};
  }
  for (const NftRule& rule : ruleset.rules) {
    const auto chain = chains.find({rule.family, rule.table, rule.chain});
    if (chain != chains.end()) chain->second.rules.push_back(&rule);
  }
  return chains;
}

using RuleAt = std::vector<const NftRule*>::const_iterator;

template <class Iterator>
std::optional<Neighbour> neighbour(const ChainNow& chain, Iterator from, Iterator end) {
  const auto found = std::find_if(from, end, [](const NftRule* rule) { return !rule->nftrace; });
  if (found == end) return std::nullopt;
  Neighbour neighbour{(*found)->text, 0, (*found)->handle};
  for (const NftRule* rule : chain.rules) {
    if (rule == *found) break;
    if (!rule->nftrace && rule->text == neighbour.text) ++neighbour.same_before;
  }
  return neighbour;
}

RememberedRule remembered(const ChainNow& chain, RuleAt at) {
  const NftRule& rule = **at;
  RememberedRule memory;
  memory.family = rule.family;
  memory.table = rule.table;
  memory.chain = rule.chain;
  memory.table_handle = chain.table_handle;
  memory.chain_handle = chain.handle;
  memory.number = static_cast<unsigned>(std::distance(chain.rules.begin(), at)) + 1;
  memory.block = *rule.nftrace;
  memory.text = rule.text;
  memory.copy = rule.copy;
  memory.in_front = neighbour(chain, std::make_reverse_iterator(at), chain.rules.crend());
  memory.behind = neighbour(chain, std::next(at), chain.rules.cend());
  return memory;
}

/// Its handle now: the one of the same number among those that say the same, or
/// the last of them; 0 when there is none.
std::uint64_t find_neighbour(const ChainNow& chain, const std::optional<Neighbour>& wanted) {
  std::uint64_t handle = 0;
  unsigned same = 0;
  for (const NftRule* rule : chain.rules) {
    if (!wanted || rule->nftrace || rule->text != wanted->text) continue;
    handle = rule->handle;
    if (same++ == wanted->same_before) break;
  }
  return handle;
}

bool has_handle(const ChainNow& chain, const std::optional<Neighbour>& wanted) {
  return wanted && std::any_of(chain.rules.begin(), chain.rules.end(),
                               [&](const NftRule* rule) { return rule->handle == wanted->handle; });
}

bool taken_out_on_purpose(const ChainNow& chain, const RememberedRule& rule) {
  if (chain.table_handle != rule.table_handle || chain.handle != rule.chain_handle) return false;
  if (!rule.in_front && !rule.behind) return true;
  return has_handle(chain, rule.in_front) || has_handle(chain, rule.behind);
}

std::optional<NftPosition> place_for(const ChainNow& chain, const RememberedRule& rule) {
  using Kind = NftPosition::Kind;
  if (const auto handle = find_neighbour(chain, rule.behind)) return {{Kind::Before, handle}};
  if (const auto handle = find_neighbour(chain, rule.in_front)) return {{Kind::After, handle}};
  if (!rule.in_front && !rule.behind) return {{Kind::First, 0}};
  return std::nullopt;
}

/// In an order in which rules that go to one place keep theirs: each one put in
/// front of a neighbour comes behind the last, each one put behind it, or first,
/// comes in front of the last.
std::vector<PutBack> places_for_missing(const ChainsNow& chains,
                                        const std::vector<RememberedRule>& rules) {
  std::vector<PutBack> forward;
  std::vector<PutBack> backward;
  for (std::size_t at = 0; at < rules.size(); ++at) {
    const auto chain = chains.find(chain_of(rules[at]));
    if (rules[at].there || chain == chains.end()) continue;
    const auto place = place_for(chain->second, rules[at]);
    if (!place) continue;
    (place->kind == NftPosition::Kind::Before ? forward : backward).push_back({at, *place});
  }
  forward.insert(forward.end(), backward.rbegin(), backward.rend());
  return forward;
}

/// Rules that are there, to be matched one by one with what is remembered.
class Present {
 public:
  explicit Present(const ChainsNow& chains) {
    for (const auto& [name, chain] : chains) {
      for (auto at = chain.rules.begin(); at != chain.rules.end(); ++at) {
        if ((*at)->nftrace) rules_[{name, (*at)->text}].push_back(remembered(chain, at));
      }
    }
  }

  /// The first one in that chain that says this, once.
  std::optional<RememberedRule> take(const RememberedRule& like) {
    const auto found = rules_.find({chain_of(like), like.text});
    if (found == rules_.end() || found->second.empty()) return std::nullopt;
    RememberedRule rule = std::move(found->second.front());
    found->second.erase(found->second.begin());
    return rule;
  }

  void take_rest(std::vector<RememberedRule>& into) {
    for (auto& [name, rules] : rules_) {
      std::move(rules.begin(), rules.end(), std::back_inserter(into));
    }
  }

 private:
  std::map<std::pair<ChainName, std::uint64_t>, std::vector<RememberedRule>> rules_;
};

}  // namespace

std::vector<PutBack> RuleMemory::look(const NftRuleset& ruleset) {
  const ChainsNow chains = chains_now(ruleset);
  Present present(chains);
  std::vector<RememberedRule> next;
  for (RememberedRule& rule : rules_) {
    if (auto now = present.take(rule)) {
      next.push_back(*std::move(now));
      continue;
    }
    const auto chain = chains.find(chain_of(rule));
    const bool on_purpose =
        rule.there && chain != chains.end() && taken_out_on_purpose(chain->second, rule);
    if (on_purpose) continue;
    rule.there = false;
    next.push_back(std::move(rule));
  }
  present.take_rest(next);
  std::stable_sort(next.begin(), next.end(), [](const auto& left, const auto& right) {
    return std::forward_as_tuple(chain_of(left), left.number) <
           std::forward_as_tuple(chain_of(right), right.number);
  });
  rules_ = std::move(next);
  return places_for_missing(chains, rules_);
}

std::size_t RuleMemory::missing() const {
  return static_cast<std::size_t>(
      std::count_if(rules_.begin(), rules_.end(), [](const auto& rule) { return !rule.there; }));
}

}  // namespace nftrace
