// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_text.h"

#include <arpa/inet.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/xt_NFTRACE.h>
#include <linux/netlink.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "ruleset/nft_attributes.h"
#include "ruleset/option_block.h"

namespace nftrace {
namespace {

/// FNV-1a, with the length of each part so that parts can't run into each other.
class Digest {
 public:
  void add(Bytes bytes) {
    add_number(bytes.size());
    for (const std::byte byte : bytes) add_byte(std::to_integer<unsigned>(byte));
  }
  void add_number(std::uint64_t number) {
    for (int byte = 0; byte < 8; ++byte) add_byte(static_cast<unsigned>(number >> 8 * byte) & 0xff);
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  void add_byte(unsigned byte) { value_ = (value_ ^ byte) * 0x100000001b3; }

  std::uint64_t value_ = 0xcbf29ce484222325;
};

bool is_text(Bytes payload, std::string_view text) {
  return payload.size() == text.size() + 1 &&
         std::memcmp(payload.data(), text.data(), text.size()) == 0;
}

struct Expression {
  Bytes name;
  Bytes data;
};

Expression expression_in(Bytes element) {
  Expression expression;
  AttributeReader reader(element);
  while (const auto attribute = reader.next()) {
    if (attribute->type == NFTA_EXPR_NAME) expression.name = attribute->payload;
    if (attribute->type == NFTA_EXPR_DATA) expression.data = attribute->payload;
  }
  return expression;
}

/// Sets without a name of their own get a number from the kernel.
Bytes without_number(Bytes name) {
  constexpr std::string_view kPrefix = "__set";
  constexpr std::string_view kOther = "__map";
  const auto begins = [&](std::string_view prefix) {
    return name.size() > prefix.size() &&
           std::memcmp(name.data(), prefix.data(), prefix.size()) == 0;
  };
  return begins(kPrefix) || begins(kOther) ? name.first(kPrefix.size()) : name;
}

/// Our own target's options without what the kernel put into them.
void add_target(Bytes data, Digest& digest) {
  AttributeReader reader(data);
  bool ours = false;
  while (const auto attribute = reader.next()) {
    if (attribute->type == NFTA_TARGET_NAME) ours = is_text(attribute->payload, kTargetName);
    Bytes payload = attribute->payload;
    if (ours && attribute->type == NFTA_TARGET_INFO) {
      payload = payload.first(std::min(payload.size(), offsetof(xt_nftrace_info, id)));
    }
    digest.add_number(attribute->type);
    digest.add(payload);
  }
}

void add_expression(Bytes element, Digest& digest) {
  const auto [name, data] = expression_in(element);
  digest.add(name);
  if (is_text(name, "counter") || is_text(name, "last")) return;
  if (is_text(name, "target")) return add_target(data, digest);
  const bool quota = is_text(name, "quota");
  const bool lookup = is_text(name, "lookup");
  AttributeReader reader(data);
  while (const auto attribute = reader.next()) {
    if (quota && attribute->type == NFTA_QUOTA_CONSUMED) continue;
    // Its id is told only to the transaction that made the set.
    if (lookup && attribute->type == NFTA_LOOKUP_SET_ID) continue;
    const bool set = lookup && attribute->type == NFTA_LOOKUP_SET;
    digest.add_number(attribute->type);
    digest.add(set ? without_number(attribute->payload) : attribute->payload);
  }
}

bool is_nftrace(Bytes element) {
  const auto [name, data] = expression_in(element);
  if (!is_text(name, "target")) return false;
  AttributeReader reader(data);
  while (const auto attribute = reader.next()) {
    if (attribute->type == NFTA_TARGET_NAME) return is_text(attribute->payload, kTargetName);
  }
  return false;
}

std::uint32_t number_in(Bytes data, std::uint16_t type) {
  AttributeReader reader(data);
  while (const auto attribute = reader.next()) {
    if (attribute->type != type) continue;
    const auto value = attribute->u32();
    return value ? ntohl(*value) : 0;
  }
  return 0;
}

/// The one byte that a comparison wants; nullopt for more and for none.
std::optional<std::uint32_t> byte_compared(Bytes data) {
  AttributeReader reader(data);
  while (const auto attribute = reader.next()) {
    if (attribute->type != NFTA_CMP_DATA) continue;
    AttributeReader value(attribute->payload);
    const auto bytes = value.next();
    if (!bytes || bytes->type != NFTA_DATA_VALUE || bytes->payload.size() != 1) break;
    return std::to_integer<std::uint32_t>(bytes->payload.front());
  }
  return std::nullopt;
}

/// The kernel checks a match of iptables (-m udp) against the protocol of its rule,
/// which it wants to be told when the rule is added, but does not tell when it
/// lists it. It is what the rule compares "meta l4proto" with.
class Protocol {
 public:
  void see(const Expression& expression) {
    if (is_text(expression.name, "match")) wanted_ = true;
    const bool compares = is_text(expression.name, "cmp") && loaded_;
    if (compares && !number_) {
      number_ = byte_compared(expression.data);
      turned_ = number_in(expression.data, NFTA_CMP_OP) == NFT_CMP_NEQ;
    }
    loaded_ = is_text(expression.name, "meta") &&
              number_in(expression.data, NFTA_META_KEY) == NFT_META_L4PROTO;
  }

  void put(NftAttributes& rule) const {
    if (!wanted_ || !number_) return;
    NftAttributes compat;
    compat.put_u32(NFTA_RULE_COMPAT_PROTO, *number_);
    compat.put_u32(NFTA_RULE_COMPAT_FLAGS, turned_ ? NFT_RULE_COMPAT_F_INV : 0);
    rule.put_nested(NFTA_RULE_COMPAT, compat);
  }

 private:
  bool wanted_ = false;
  bool loaded_ = false;
  bool turned_ = false;
  std::optional<std::uint32_t> number_;
};

}  // namespace

std::uint64_t text_of_rule(Bytes attributes) {
  Digest digest;
  AttributeReader reader(attributes);
  while (const auto attribute = reader.next()) {
    if (attribute->type == NFTA_RULE_USERDATA) digest.add(attribute->payload);
    if (attribute->type != NFTA_RULE_EXPRESSIONS) continue;
    AttributeReader elements(attribute->payload);
    while (const auto element = elements.next()) add_expression(element->payload, digest);
  }
  return digest.value();
}

std::vector<std::byte> copy_of_rule(Bytes attributes) {
  NftAttributes copy;
  Protocol protocol;
  AttributeReader reader(attributes);
  while (const auto attribute = reader.next()) {
    if (attribute->type == NFTA_RULE_USERDATA) copy.put(NFTA_RULE_USERDATA, attribute->payload);
    if (attribute->type == NFTA_RULE_EXPRESSIONS) {
      copy.put(NLA_F_NESTED | NFTA_RULE_EXPRESSIONS, attribute->payload);
      AttributeReader elements(attribute->payload);
      while (const auto element = elements.next()) protocol.see(expression_in(element->payload));
    }
  }
  protocol.put(copy);
  return copy.bytes();
}

std::vector<std::byte> target_of_rule(Bytes attributes) {
  AttributeReader reader(attributes);
  while (const auto attribute = reader.next()) {
    if (attribute->type != NFTA_RULE_EXPRESSIONS) continue;
    AttributeReader elements(attribute->payload);
    while (const auto element = elements.next()) {
      if (!is_nftrace(element->payload)) continue;
      NftAttributes list;
      list.put(NLA_F_NESTED | NFTA_LIST_ELEM, element->payload);
      return NftAttributes().put_nested(NFTA_RULE_EXPRESSIONS, list).bytes();
    }
  }
  return {};
}

}  // namespace nftrace
