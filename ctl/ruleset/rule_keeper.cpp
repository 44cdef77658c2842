// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/rule_keeper.h"

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netlink.h>
#include <unistd.h>

#include <map>
#include <utility>

#include "ruleset/nft_attributes.h"
#include "ruleset/nft_ruleset.h"
#include "ruleset/nft_text.h"
#include "ruleset/nft_transaction.h"

namespace nftrace {
namespace {

constexpr int kTries = 10;
constexpr const char* kHeld = "held";
constexpr std::uint16_t kNew = NLM_F_REQUEST | NLM_F_CREATE;

NftAttributes rule_name(const std::string& table, const std::string& chain) {
  NftAttributes name;
  name.put_text(NFTA_RULE_TABLE, table).put_text(NFTA_RULE_CHAIN, chain);
  return name;
}

/// A table that only this socket may change, with one chain that hangs nowhere.
void put_table(NftTransaction& transaction, const std::string& table) {
  NftAttributes own;
  own.put_text(NFTA_TABLE_NAME, table).put_u32(NFTA_TABLE_FLAGS, NFT_TABLE_F_OWNER);
  transaction.put(NFT_MSG_NEWTABLE, NFPROTO_INET, kNew, own.bytes());
  NftAttributes chain;
  chain.put_text(NFTA_CHAIN_TABLE, table).put_text(NFTA_CHAIN_NAME, kHeld);
  transaction.put(NFT_MSG_NEWCHAIN, NFPROTO_INET, kNew, chain.bytes());
}

void put_rule(NftTransaction& transaction, const RememberedRule& rule,
              const NftPosition& position) {
  NftAttributes attributes = rule_name(rule.table, rule.chain);
  attributes.append(rule.copy);
  if (needs_handle(position)) attributes.put_u64(NFTA_RULE_POSITION, position.handle);
  const std::uint16_t append = is_behind(position) ? NLM_F_APPEND : 0;
  transaction.put(NFT_MSG_NEWRULE, rule.family, kNew | append, attributes.bytes());
}

}  // namespace

RuleKeeper::RuleKeeper(NftBus bus)
    : bus_(std::move(bus)), table_(std::string(kKeeperTable) + std::to_string(getpid())) {}

Result<RuleKeeper> RuleKeeper::open() {
  auto bus = NftBus::open();
  if (!bus) return tl::unexpected(std::move(bus).error());
  return RuleKeeper(*std::move(bus));
}

Result<> RuleKeeper::look() {
  for (int tries = 0; tries < kTries; ++tries) {
    auto looked = look_once();
    if (looked || looked.error().code != Code::Interrupted) return looked;
  }
  return fail(Code::Interrupted, "the nft ruleset kept changing");
}

/// Makes the rules of our own table those of the objects that are remembered.
void RuleKeeper::hold(NftTransaction& transaction, const NftRuleset& ruleset) const {
  std::map<std::uint32_t, std::uint64_t> held;  // handles, by id
  bool has_table = false;
  for (const NftTable& table : ruleset.tables) {
    has_table = has_table || (table.family == NFPROTO_INET && table.name == table_);
  }
  for (const NftRule& rule : ruleset.rules) {
    if (rule.family != NFPROTO_INET || rule.table != table_ || !rule.nftrace) continue;
    held.emplace(rule.nftrace->id, rule.handle);
  }
  std::map<std::uint32_t, const RememberedRule*> wanted;
  for (const RememberedRule& rule : memory_.rules()) wanted.emplace(rule.block.id, &rule);
  for (const auto& [id, rule] : wanted) {
    // An object that is gone can't be held any more.
    if (held.contains(id) || !rule->there) continue;
    if (!std::exchange(has_table, true)) put_table(transaction, table_);
    NftAttributes attributes = rule_name(table_, kHeld);
    attributes.append(target_of_rule(rule->copy));
    transaction.put(NFT_MSG_NEWRULE, NFPROTO_INET, kNew | NLM_F_APPEND, attributes.bytes());
  }
  for (const auto& [id, handle] : held) {
    if (wanted.contains(id)) continue;
    NftAttributes attributes = rule_name(table_, kHeld);
    attributes.put_u64(NFTA_RULE_HANDLE, handle);
    transaction.put(NFT_MSG_DELRULE, NFPROTO_INET, NLM_F_REQUEST, attributes.bytes());
  }
}

Result<> RuleKeeper::look_once() {
  auto generation = bus_.generation();
  if (!generation) return tl::unexpected(std::move(generation).error());
  if (looked_ && *generation == generation_) return {};
  auto ruleset = read_nft_ruleset(bus_);
  if (!ruleset) return tl::unexpected(std::move(ruleset).error());

  const auto puts = memory_.look(*ruleset);
  NftTransaction transaction(ruleset->generation);
  // First: an object must not die between two of our own rules.
  hold(transaction, *ruleset);
  for (const PutBack& put : puts) put_rule(transaction, memory_.rules()[put.rule], put.position);
  // After a commit of ours the ruleset is another one, so it is looked at again.
  looked_ = transaction.empty();
  generation_ = ruleset->generation;
  if (transaction.empty()) {
    refused_.reset();
    return {};
  }
  const Bytes bytes = transaction.finish();
  auto done = bus_.commit(bytes, transaction.first(), transaction.last(),
                          [](const NftMessage&) -> Result<> { return {}; });
  if (done) {
    put_back_ += puts.size();
    refused_.reset();
    return {};
  }
  if (done.error().code == Code::Interrupted || done.error().code == Code::Permission) return done;
  refused_ = std::move(done).error();
  looked_ = true;
  return {};
}

}  // namespace nftrace
