// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_ruleset.h"

#include <arpa/inet.h>
#include <endian.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>

#include <algorithm>
#include <array>
#include <utility>

#include "ruleset/nft_text.h"

namespace nftrace {
namespace {

constexpr int kReads = 10;

/// What iptables-nft writes into a rule; nft itself has many more.
constexpr std::array<std::string_view, 13> kIptablesExpressions = {
    "bitwise", "cmp",   "counter", "immediate", "limit",  "log",  "lookup",
    "masq",    "match", "meta",    "payload",   "target", "range"};

[[nodiscard]] tl::unexpected<Error> malformed(const char* what) {
  return fail(Code::Malformed, std::string("a message of nf_tables has a wrong ") + what);
}

/// Calls `take` for each attribute until one fails.
template <class Take>
Result<> each(Bytes bytes, const char* what, const Take& take) {
  AttributeReader reader(bytes);
  while (auto attribute = reader.next()) {
    if (Result<> taken = take(*attribute); !taken) return taken;
  }
  if (reader.malformed()) return malformed(what);
  return {};
}

Result<> take_text(const Attribute& attribute, std::string& text) {
  auto value = attribute.text();
  if (!value) return tl::unexpected(std::move(value).error());
  text = std::move(*value);
  return {};
}

Result<> take_u32(const Attribute& attribute, std::uint32_t& number) {
  auto value = attribute.u32();
  if (!value) return tl::unexpected(std::move(value).error());
  number = ntohl(*value);
  return {};
}

Result<> take_u64(const Attribute& attribute, std::uint64_t& number) {
  auto value = attribute.u64();
  if (!value) return tl::unexpected(std::move(value).error());
  number = be64toh(*value);
  return {};
}

/// The data of a "target" expression, if it is our target's.
Result<std::optional<OptionBlock>> nftrace_target(Bytes data) {
  std::string name;
  std::uint32_t revision = 0;
  Bytes options;
  auto read = each(data, "target", [&](const Attribute& attribute) -> Result<> {
    switch (attribute.type) {
      case NFTA_TARGET_NAME: return take_text(attribute, name);
      case NFTA_TARGET_REV: return take_u32(attribute, revision);
      case NFTA_TARGET_INFO: options = attribute.payload; return {};
      default: return {};
    }
  });
  if (!read) return tl::unexpected(std::move(read).error());
  if (name != kTargetName || revision != 0) return std::nullopt;
  auto block = decode_option_block(options);
  if (!block) return tl::unexpected(std::move(block).error());
  return std::move(*block);
}

/// What a rule's list of expressions says.
struct Expressions {
  bool counter = false;
  bool foreign = false;  ///< one that iptables-nft does not write
  std::optional<OptionBlock> nftrace;
};

Result<> take_expression(Bytes element, Expressions& seen) {
  std::string name;
  Bytes data;
  auto read = each(element, "expression", [&](const Attribute& attribute) -> Result<> {
    if (attribute.type == NFTA_EXPR_NAME) return take_text(attribute, name);
    if (attribute.type == NFTA_EXPR_DATA) data = attribute.payload;
    return {};
  });
  if (!read) return read;
  if (name == "counter") seen.counter = true;
  if (std::find(kIptablesExpressions.begin(), kIptablesExpressions.end(), name) ==
      kIptablesExpressions.end()) {
    seen.foreign = true;
  }
  if (name != "target" || seen.nftrace) return {};
  auto target = nftrace_target(data);
  if (!target) return tl::unexpected(std::move(target).error());
  seen.nftrace = std::move(*target);
  return {};
}

Result<NftHook> decode_hook(Bytes bytes) {
  NftHook hook;
  std::uint32_t priority = 0;
  auto read = each(bytes, "hook", [&](const Attribute& attribute) -> Result<> {
    if (attribute.type == NFTA_HOOK_HOOKNUM) return take_u32(attribute, hook.number);
    if (attribute.type == NFTA_HOOK_PRIORITY) return take_u32(attribute, priority);
    return {};
  });
  if (!read) return tl::unexpected(std::move(read).error());
  hook.priority = static_cast<std::int32_t>(priority);
  return hook;
}

template <class Decode, class List>
Result<> dump_into(NftBus& bus, std::uint16_t kind, const Decode& decode, List& list) {
  return bus.dump(kind, [&](const NftMessage& message) -> Result<> {
    auto object = decode(message);
    if (!object) return tl::unexpected(std::move(object).error());
    list.push_back(std::move(*object));
    return {};
  });
}

Result<NftRuleset> read_once(NftBus& bus) {
  NftRuleset ruleset;
  auto before = bus.generation();
  if (!before) return tl::unexpected(std::move(before).error());
  auto read = dump_into(bus, NFT_MSG_GETTABLE, decode_nft_table, ruleset.tables);
  if (read) read = dump_into(bus, NFT_MSG_GETCHAIN, decode_nft_chain, ruleset.chains);
  if (read) read = dump_into(bus, NFT_MSG_GETRULE, decode_nft_rule, ruleset.rules);
  if (!read) return tl::unexpected(std::move(read).error());
  auto after = bus.generation();
  if (!after) return tl::unexpected(std::move(after).error());
  if (*before != *after) return fail(Code::Interrupted, "the nft ruleset changed while read");
  ruleset.generation = *after;
  return ruleset;
}

}  // namespace

Result<NftTable> decode_nft_table(const NftMessage& message) {
  NftTable table;
  table.family = message.family;
  auto read = each(message.attributes, "table", [&](const Attribute& attribute) -> Result<> {
    if (attribute.type == NFTA_TABLE_HANDLE) return take_u64(attribute, table.handle);
    if (attribute.type == NFTA_TABLE_OWNER) return take_u32(attribute, table.owner);
    return attribute.type == NFTA_TABLE_NAME ? take_text(attribute, table.name) : Result<>{};
  });
  if (!read) return tl::unexpected(std::move(read).error());
  if (table.name.empty()) return malformed("table name");
  return table;
}

Result<NftChain> decode_nft_chain(const NftMessage& message) {
  NftChain chain;
  chain.family = message.family;
  std::string type;
  auto read = each(message.attributes, "chain", [&](const Attribute& attribute) -> Result<> {
    if (attribute.type == NFTA_CHAIN_TABLE) return take_text(attribute, chain.table);
    if (attribute.type == NFTA_CHAIN_NAME) return take_text(attribute, chain.name);
    if (attribute.type == NFTA_CHAIN_TYPE) return take_text(attribute, type);
    if (attribute.type == NFTA_CHAIN_HANDLE) return take_u64(attribute, chain.handle);
    if (attribute.type != NFTA_CHAIN_HOOK) return {};
    auto hook = decode_hook(attribute.payload);
    if (!hook) return tl::unexpected(std::move(hook).error());
    chain.hook = std::move(*hook);
    return {};
  });
  if (!read) return tl::unexpected(std::move(read).error());
  if (chain.table.empty() || chain.name.empty()) return malformed("chain name");
  if (chain.hook) chain.hook->type = std::move(type);
  return chain;
}

Result<NftRule> decode_nft_rule(const NftMessage& message) {
  NftRule rule;
  rule.family = message.family;
  Expressions seen;
  auto read = each(message.attributes, "rule", [&](const Attribute& attribute) -> Result<> {
    switch (attribute.type) {
      case NFTA_RULE_TABLE: return take_text(attribute, rule.table);
      case NFTA_RULE_CHAIN: return take_text(attribute, rule.chain);
      case NFTA_RULE_HANDLE: return take_u64(attribute, rule.handle);
      case NFTA_RULE_EXPRESSIONS:
        return each(attribute.payload, "list of expressions", [&](const Attribute& element) {
          return take_expression(element.payload, seen);
        });
      default: return {};
    }
  });
  if (!read) return tl::unexpected(std::move(read).error());
  if (rule.table.empty() || rule.chain.empty() || rule.handle == 0) return malformed("rule name");
  rule.by_iptables = seen.counter && !seen.foreign;
  rule.nftrace = std::move(seen.nftrace);
  rule.text = text_of_rule(message.attributes);
  if (rule.nftrace) rule.copy = copy_of_rule(message.attributes);
  return rule;
}

Result<NftRuleset> read_nft_ruleset(NftBus& bus) {
  for (int read = 0; read < kReads; ++read) {
    auto ruleset = read_once(bus);
    if (ruleset || ruleset.error().code != Code::Interrupted) return ruleset;
  }
  return fail(Code::Interrupted, "the nft ruleset kept changing while it was read");
}

std::uint32_t owner_of_table(const NftRuleset& ruleset, std::uint8_t family,
                             std::string_view table) {
  for (const NftTable& known : ruleset.tables) {
    if (known.family == family && known.name == table) return known.owner;
  }
  return 0;
}

std::optional<Family> family_of_nft(std::uint8_t nfproto) {
  switch (nfproto) {
    case NFPROTO_IPV4: return Family::Ipv4;
    case NFPROTO_IPV6: return Family::Ipv6;
    case NFPROTO_INET: return Family::Inet;
    default: return std::nullopt;
  }
}

std::uint8_t nft_family_of(Family family) {
  switch (family) {
    case Family::Ipv4: return NFPROTO_IPV4;
    case Family::Ipv6: return NFPROTO_IPV6;
    case Family::Inet: break;
  }
  return NFPROTO_INET;
}

}  // namespace nftrace
