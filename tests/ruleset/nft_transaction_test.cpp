// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_transaction.h"

#include <gtest/gtest.h>
#include <libnftnl/rule.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>

#include <memory>

#include "ruleset/nft_ruleset.h"
#include "ruleset/nft_writer.h"

namespace nftrace {
namespace {

TEST(NftTransaction, FramesItsRulesAndNamesTheGeneration) {
  const std::unique_ptr<nftnl_rule, void (*)(const nftnl_rule*)> rule(nftnl_rule_alloc(),
                                                                      nftnl_rule_free);
  nftnl_rule_set_str(rule.get(), NFTNL_RULE_TABLE, "fw");
  nftnl_rule_set_str(rule.get(), NFTNL_RULE_CHAIN, "input");
  NftTransaction transaction(0x01020304);
  for (std::uint64_t handle : {5, 6}) {
    nftnl_rule_set_u64(rule.get(), NFTNL_RULE_HANDLE, handle);
    transaction.put(NFT_MSG_DELRULE, NFPROTO_INET, NLM_F_REQUEST, rule.get());
  }
  const Bytes bytes = transaction.finish();
  std::vector<Message> messages;
  MessageReader reader(bytes);
  while (auto message = reader.next()) messages.push_back(*message);
  ASSERT_FALSE(reader.malformed());
  ASSERT_EQ(4U, messages.size());
  EXPECT_EQ(NFNL_MSG_BATCH_BEGIN, messages[0].type);
  EXPECT_EQ(transaction.first(), messages[0].seq);
  AttributeReader begin(messages[0].payload.subspan(4));
  const auto generation = begin.next();
  ASSERT_TRUE(generation);
  EXPECT_EQ(NFNL_BATCH_GENID, generation->type);
  EXPECT_EQ(std::byte{1}, generation->payload[0]) << "network byte order";

  EXPECT_EQ(0, messages[1].flags & NLM_F_ACK) << "one ack is enough";
  EXPECT_EQ(NLM_F_ACK, messages[2].flags & NLM_F_ACK);
  EXPECT_EQ(transaction.last(), messages[2].seq);
  const auto nft = nft_message(messages[2]);
  ASSERT_TRUE(nft);
  EXPECT_EQ(NFT_MSG_DELRULE, nft->kind);
  EXPECT_EQ(6U, decode_nft_rule(*nft)->handle);
  EXPECT_EQ(NFNL_MSG_BATCH_END, messages[3].type);
}

TEST(NftFamily, IsOneThatNftraceKnows) {
  EXPECT_EQ(Family::Ipv4, parse_nft_family("ip").value());
  EXPECT_EQ(Family::Ipv6, parse_nft_family("ip6").value());
  EXPECT_EQ(Family::Inet, parse_nft_family("inet").value());
  for (const char* name : {"arp", "bridge", "netdev", "ipx", ""}) {
    const auto refused = parse_nft_family(name);
    ASSERT_FALSE(refused);
    EXPECT_EQ(Code::Usage, refused.error().code);
  }
}

TEST(NftWriter, ChecksTheRequestBeforeItAsksTheKernel) {
  NftAdd add;
  add.table = "fw";
  add.chain = "input";
  add.position = {NftPosition::Kind::Before, 0};
  EXPECT_EQ(Code::Usage, add_nft_rule(add).error().code);
  add.position = {NftPosition::Kind::First, 3};
  EXPECT_EQ(Code::Usage, add_nft_rule(add).error().code);
  add.position = {};
  add.options.label = "tab\there";
  EXPECT_EQ(Code::Usage, add_nft_rule(add).error().code);
  add.options.label.clear();
  add.match = {"dport", "5"};
  EXPECT_EQ(Code::Usage, add_nft_rule(add).error().code);
}

TEST(NftWriter, RemovesNothingWhenAskedForNothing) { EXPECT_TRUE(remove_nft_rules({})); }

}  // namespace
}  // namespace nftrace
