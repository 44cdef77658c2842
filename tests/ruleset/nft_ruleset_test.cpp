// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_ruleset.h"

#include <endian.h>
#include <gtest/gtest.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>

#include <cstring>

namespace nftrace {
namespace {

/// A message of nf_tables with attributes put by libmnl.
class Wire {
 public:
  Wire(std::uint16_t kind, std::uint8_t family) : kind_(kind), family_(family) {
    mnl_nlmsg_put_header(buffer_.data());
  }
  nlmsghdr* header() { return reinterpret_cast<nlmsghdr*>(buffer_.data()); }
  Bytes attributes() {
    return std::as_bytes(std::span(buffer_))
        .subspan(NLMSG_HDRLEN, header()->nlmsg_len - NLMSG_HDRLEN);
  }
  NftMessage message() { return {kind_, family_, attributes()}; }

 private:
  std::uint16_t kind_;
  std::uint8_t family_;
  alignas(nlmsghdr) std::array<char, 4096> buffer_{};
};

void put_nftrace(nlmsghdr* header, const char* name = "NFTRACE", std::size_t options = 64) {
  std::array<std::byte, 64> block{};
  block[48] = std::byte{5};
  block[16] = std::byte{'w'};
  mnl_attr_put_strz(header, NFTA_EXPR_NAME, "target");
  nlattr* data = mnl_attr_nest_start(header, NFTA_EXPR_DATA);
  mnl_attr_put_strz(header, NFTA_TARGET_NAME, name);
  mnl_attr_put_u32(header, NFTA_TARGET_REV, 0);
  mnl_attr_put(header, NFTA_TARGET_INFO, options, block.data());
  mnl_attr_nest_end(header, data);
}

/// A rule with handle 17 and expressions of these names, then perhaps NFTRACE.
NftMessage rule(Wire& wire, const std::vector<const char*>& names, const char* target,
                std::size_t options = 64) {
  nlmsghdr* header = wire.header();
  mnl_attr_put_strz(header, NFTA_RULE_TABLE, "fw");
  mnl_attr_put_strz(header, NFTA_RULE_CHAIN, "input");
  mnl_attr_put_u64(header, NFTA_RULE_HANDLE, htobe64(17));
  nlattr* list = mnl_attr_nest_start(header, NFTA_RULE_EXPRESSIONS);
  for (const char* name : names) {
    nlattr* element = mnl_attr_nest_start(header, NFTA_LIST_ELEM);
    mnl_attr_put_strz(header, NFTA_EXPR_NAME, name);
    mnl_attr_nest_end(header, element);
  }
  if (target != nullptr) {
    nlattr* element = mnl_attr_nest_start(header, NFTA_LIST_ELEM);
    put_nftrace(header, target, options);
    mnl_attr_nest_end(header, element);
  }
  mnl_attr_nest_end(header, list);
  return wire.message();
}

TEST(NftRuleDecoder, FindsNftraceAmongOtherExpressions) {
  Wire wire(NFT_MSG_NEWRULE, NFPROTO_INET);
  const auto decoded = decode_nft_rule(rule(wire, {"meta", "cmp", "counter"}, "NFTRACE"));
  ASSERT_TRUE(decoded) << decoded.error().what;
  EXPECT_EQ("fw", decoded->table);
  EXPECT_EQ("input", decoded->chain);
  EXPECT_EQ(17U, decoded->handle);
  EXPECT_TRUE(decoded->by_iptables);
  ASSERT_TRUE(decoded->nftrace);
  EXPECT_EQ(5U, decoded->nftrace->id);
  EXPECT_EQ("w", decoded->nftrace->options.label);
}

TEST(NftRuleDecoder, ReadsRulesWithExpressionsNobodyKnowsYet) {
  Wire wire(NFT_MSG_NEWRULE, NFPROTO_IPV4);
  const auto decoded = decode_nft_rule(rule(wire, {"counter", "from-the-future"}, "NFTRACE"));
  ASSERT_TRUE(decoded);
  EXPECT_TRUE(decoded->nftrace);
  EXPECT_FALSE(decoded->by_iptables);
}

TEST(NftRuleDecoder, LeavesOtherTargetsAlone) {
  Wire wire(NFT_MSG_NEWRULE, NFPROTO_IPV4);
  const auto decoded = decode_nft_rule(rule(wire, {"counter"}, "LOG"));
  ASSERT_TRUE(decoded);
  EXPECT_FALSE(decoded->nftrace);
}

TEST(NftRuleDecoder, TakesARuleWithoutACounterForNfts) {
  Wire wire(NFT_MSG_NEWRULE, NFPROTO_IPV4);
  EXPECT_FALSE(decode_nft_rule(rule(wire, {"meta", "cmp"}, nullptr))->by_iptables);
}

TEST(NftRuleDecoder, RefusesOptionsThatAreCutShort) {
  Wire wire(NFT_MSG_NEWRULE, NFPROTO_IPV4);
  const auto decoded = decode_nft_rule(rule(wire, {}, "NFTRACE", 48));
  ASSERT_FALSE(decoded);
  EXPECT_EQ(Code::Malformed, decoded.error().code);
}

TEST(NftRuleDecoder, SurvivesACutAtEachByte) {
  Wire wire(NFT_MSG_NEWRULE, NFPROTO_INET);
  const NftMessage whole = rule(wire, {"meta", "cmp"}, "NFTRACE");
  for (std::size_t length = 0; length < whole.attributes.size(); ++length) {
    const std::vector<std::byte> cut(whole.attributes.begin(),
                                     whole.attributes.begin() + static_cast<long>(length));
    const auto decoded = decode_nft_rule({whole.kind, whole.family, cut});
    EXPECT_TRUE(!decoded || !decoded->nftrace) << length;
  }
}

TEST(NftChainDecoder, TellsWhereABaseChainHangs) {
  Wire wire(NFT_MSG_NEWCHAIN, NFPROTO_IPV4);
  nlmsghdr* header = wire.header();
  mnl_attr_put_strz(header, NFTA_CHAIN_TABLE, "raw");
  mnl_attr_put_strz(header, NFTA_CHAIN_NAME, "PREROUTING");
  nlattr* hook = mnl_attr_nest_start(header, NFTA_CHAIN_HOOK);
  mnl_attr_put_u32(header, NFTA_HOOK_HOOKNUM, htobe32(NF_INET_PRE_ROUTING));
  mnl_attr_put_u32(header, NFTA_HOOK_PRIORITY, htobe32(static_cast<std::uint32_t>(-300)));
  mnl_attr_nest_end(header, hook);
  mnl_attr_put_strz(header, NFTA_CHAIN_TYPE, "filter");
  const auto chain = decode_nft_chain(wire.message());
  ASSERT_TRUE(chain);
  ASSERT_TRUE(chain->hook);
  EXPECT_EQ(-300, chain->hook->priority);
  EXPECT_EQ("filter", chain->hook->type);
}

TEST(NftChainDecoder, NeedsNames) {
  Wire wire(NFT_MSG_NEWCHAIN, NFPROTO_IPV4);
  EXPECT_FALSE(decode_nft_chain(wire.message()));
  EXPECT_FALSE(decode_nft_table(wire.message()));
}

TEST(NftMessage, IsOfThisSubsystemAndWhole) {
  const std::array<std::byte, 4> header{std::byte{NFPROTO_INET}};
  Message message;
  message.payload = header;
  message.type = NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWRULE;
  const auto nft = nft_message(message);
  ASSERT_TRUE(nft);
  EXPECT_EQ(NFT_MSG_NEWRULE, nft->kind);
  EXPECT_EQ(NFPROTO_INET, nft->family);
  EXPECT_TRUE(nft->attributes.empty());
  message.payload = Bytes(header).first(3);
  EXPECT_FALSE(nft_message(message));
  message.payload = header;
  message.type = NFNL_SUBSYS_CTNETLINK << 8;
  EXPECT_FALSE(nft_message(message));
}

}  // namespace
}  // namespace nftrace
