// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_writer.h"

#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netlink.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <set>
#include <tuple>

#include "ruleset/nft_match.h"
#include "ruleset/nft_owner.h"
#include "ruleset/nft_ruleset.h"
#include "ruleset/nft_transaction.h"

namespace nftrace {
namespace {

constexpr int kTries = 10;

struct FreeRule {
  void operator()(nftnl_rule* rule) const noexcept { nftnl_rule_free(rule); }
};
using RuleObject = std::unique_ptr<nftnl_rule, FreeRule>;

RuleObject rule_object(Family family, const std::string& table, const std::string& chain) {
  RuleObject rule(nftnl_rule_alloc());
  if (!rule) throw std::bad_alloc();
  nftnl_rule_set_u32(rule.get(), NFTNL_RULE_FAMILY, nft_family_of(family));
  nftnl_rule_set_str(rule.get(), NFTNL_RULE_TABLE, table.c_str());
  nftnl_rule_set_str(rule.get(), NFTNL_RULE_CHAIN, chain.c_str());
  return rule;
}

/// The xt target as nft_compat takes it.
NftExpr target_expression(std::span<const std::byte> options) {
  NftExpr expr(nftnl_expr_alloc("target"));
  void* info = std::malloc(options.size());
  if (!expr || info == nullptr) throw std::bad_alloc();
  std::memcpy(info, options.data(), options.size());
  nftnl_expr_set_str(expr.get(), NFTNL_EXPR_TG_NAME, std::string(kTargetName).c_str());
  nftnl_expr_set_u32(expr.get(), NFTNL_EXPR_TG_REV, 0);
  // The expression owns `info` from here on, and frees it.
  nftnl_expr_set(expr.get(), NFTNL_EXPR_TG_INFO, info, static_cast<std::uint32_t>(options.size()));
  return expr;
}

Result<RuleObject> build_rule(const NftAdd& add) {
  auto options = encode_option_block(add.options);
  if (!options) return tl::unexpected(std::move(options).error());
  auto match = match_expressions(add.family, add.match);
  if (!match) return tl::unexpected(std::move(match).error());
  RuleObject rule = rule_object(add.family, add.table, add.chain);
  for (NftExpr& expr : *match) nftnl_rule_add_expr(rule.get(), expr.release());
  nftnl_rule_add_expr(rule.get(), target_expression(*options).release());
  if (add.position.handle != 0) {
    nftnl_rule_set_u64(rule.get(), NFTNL_RULE_POSITION, add.position.handle);
  }
  return rule;
}

std::string chain_name(const NftAdd& add) {
  return std::string(to_string(add.family)) + " " + add.table + " " + add.chain;
}

bool module_is_loaded(const char* name) {
  return access((std::string("/sys/module/") + name).c_str(), F_OK) == 0;
}

/// What the kernel's errno means here: table, chain and neighbour were there in
/// the same generation, so something of the rule itself is missing.
Error explain(Error error, const NftAdd& add) {
  if (error.sys == ENOENT && !module_is_loaded("nftrace")) {
    return {Code::NoModule, error.sys, "the module nftrace is not loaded",
            "load it: sudo modprobe nftrace"};
  }
  if (error.sys == ENOENT && !module_is_loaded("nft_compat")) {
    return {Code::NoModule, error.sys,
            "this kernel can't put an xt target into an nft table: nft_compat is missing",
            "load it: sudo modprobe nft_compat"};
  }
  if (error.sys == ENOENT &&
      std::find(add.match.begin(), add.match.end(), "state") != add.match.end()) {
    return {Code::NoModule, error.sys, "the match on state needs the module nft_ct",
            "load it: sudo modprobe nft_ct"};
  }
  if (error.sys == EEXIST && !add.options.label.empty()) {
    return {Code::Failed, 0,
            "the label " + add.options.label + " is in use by a rule with other options",
            "see: nfctl rules"};
  }
  if (error.sys == EPERM || error.sys == EACCES) {
    return {Code::Permission, error.sys, "changing the ruleset needs CAP_NET_ADMIN", ""};
  }
  error.code = Code::Failed;
  error.what = "the kernel refused the rule in chain " + chain_name(add) + ": " + error.what;
  error.hint = "the kernel's log may say why: sudo dmesg";
  return error;
}

Result<Place> add_once(NftBus& bus, const NftAdd& add, const nftnl_rule* rule) {
  auto ruleset = read_nft_ruleset(bus);
  if (!ruleset) return tl::unexpected(std::move(ruleset).error());
  auto number = number_at(*ruleset, add.family, add.table, add.chain, add.position);
  if (!number) return tl::unexpected(std::move(number).error());

  const auto flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_CREATE | NLM_F_ECHO |
                                                (is_behind(add.position) ? NLM_F_APPEND : 0));
  NftTransaction transaction(ruleset->generation);
  transaction.put(NFT_MSG_NEWRULE, nft_family_of(add.family), flags, rule);
  const Bytes bytes = transaction.finish();

  std::optional<NftRule> echoed;
  auto done = bus.commit(bytes, transaction.first(), transaction.last(),
                         [&](const NftMessage& message) -> Result<> {
                           if (message.kind != NFT_MSG_NEWRULE) return {};
                           auto decoded = decode_nft_rule(message);
                           if (!decoded) return tl::unexpected(std::move(decoded).error());
                           echoed = std::move(*decoded);
                           return {};
                         });
  if (!done) return tl::unexpected(std::move(done).error());
  if (!echoed || !echoed->nftrace) {
    return fail(Code::Malformed, "the rule was added, but the kernel did not say where");
  }
  Place place;
  place.id = echoed->nftrace->id;
  place.family = add.family;
  place.backend = Backend::Nft;
  place.table = add.table;
  place.chain = add.chain;
  place.number = *number;
  place.handle = echoed->handle;
  place.iptables = false;
  place.options = echoed->nftrace->options;
  return place;
}

Result<> remove_once(NftBus& bus, std::span<const NftRuleKey> rules) {
  auto ruleset = read_nft_ruleset(bus);
  if (!ruleset) return tl::unexpected(std::move(ruleset).error());
  using Name = std::tuple<std::uint8_t, std::string, std::string, std::uint64_t>;
  std::set<Name> wanted;
  for (const NftRuleKey& key : rules) {
    wanted.emplace(nft_family_of(key.family), key.table, key.chain, key.handle);
  }
  std::set<std::pair<Name, std::uint32_t>> there;
  for (const NftRule& rule : ruleset->rules) {
    const Name name(rule.family, rule.table, rule.chain, rule.handle);
    if (rule.nftrace && wanted.contains(name)) there.emplace(name, rule.nftrace->id);
  }
  for (const NftRuleKey& key : rules) {
    const Name name(nft_family_of(key.family), key.table, key.chain, key.handle);
    const auto found = there.lower_bound({name, 0});
    if (found == there.end() || found->first != name || (key.id != 0 && found->second != key.id)) {
      return fail(Code::NotFound, "rule " + std::to_string(key.handle) + " of chain " +
                                      to_string(key.family) + " " + key.table + " " + key.chain +
                                      " is not there any more");
    }
  }
  NftTransaction transaction(ruleset->generation);
  for (const auto& [family, table, chain, handle] : wanted) {
    const RuleObject rule = rule_object(*family_of_nft(family), table, chain);
    nftnl_rule_set_u64(rule.get(), NFTNL_RULE_HANDLE, handle);
    transaction.put(NFT_MSG_DELRULE, family, NLM_F_REQUEST, rule.get());
  }
  const Bytes bytes = transaction.finish();
  return bus.commit(bytes, transaction.first(), transaction.last(),
                    [](const NftMessage&) -> Result<> { return {}; });
}

}  // namespace

Result<Family> parse_nft_family(std::string_view name) {
  for (const Family family : {Family::Ipv4, Family::Ipv6, Family::Inet}) {
    if (name == to_string(family)) return family;
  }
  if (name == "arp" || name == "bridge" || name == "netdev") {
    return fail(Code::Usage, "NFTRACE has no place in tables of family " + std::string(name), 0,
                "use ip, ip6 or inet");
  }
  return fail(Code::Usage, "unknown family " + std::string(name), 0, "use ip, ip6 or inet");
}

Result<Place> add_nft_rule(const NftAdd& add) {
  if (needs_handle(add.position) != (add.position.handle != 0)) {
    return fail(Code::Usage, "a handle goes with before and after only, and is not 0");
  }
  auto rule = build_rule(add);
  if (!rule) return tl::unexpected(std::move(rule).error());
  auto bus = NftBus::open();
  if (!bus) return tl::unexpected(std::move(bus).error());
  for (int tries = 0; tries < kTries; ++tries) {
    auto place = add_once(*bus, add, rule->get());
    if (place) return place;
    const Error& error = place.error();
    if (error.code == Code::Interrupted) continue;
    // Without an errno it is our own finding and says all there is to say.
    return error.sys == 0 ? place : tl::unexpected(explain(error, add));
  }
  return fail(Code::Interrupted, "the nft ruleset kept changing");
}

Result<> remove_nft_rules(std::span<const NftRuleKey> rules) {
  if (rules.empty()) return {};
  auto bus = NftBus::open();
  if (!bus) return tl::unexpected(std::move(bus).error());
  for (int tries = 0; tries < kTries; ++tries) {
    auto removed = remove_once(*bus, rules);
    if (removed || removed.error().code != Code::Interrupted) return removed;
  }
  return fail(Code::Interrupted, "the nft ruleset kept changing");
}

}  // namespace nftrace
