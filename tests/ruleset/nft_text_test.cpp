// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_text.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netlink.h>

#include <algorithm>
#include <array>

#include "support/bytes.h"

namespace nftrace {
namespace {

using test::attribute;
using test::Buffer;
using test::number;
using test::text;

Buffer expression(const char* name, const Buffer& data) {
  return attribute(NFTA_LIST_ELEM,
                   attribute(NFTA_EXPR_NAME, text(name)) + attribute(NFTA_EXPR_DATA, data));
}

Buffer rule(const Buffer& expressions, std::uint64_t handle = 1) {
  return attribute(NFTA_RULE_TABLE, text("fw")) + attribute(NFTA_RULE_HANDLE, number(handle)) +
         attribute(NFTA_RULE_EXPRESSIONS, expressions);
}

Buffer nftrace(std::uint32_t id, char label, std::uint64_t pointer = 0) {
  std::array<std::byte, 64> block{};
  block[16] = static_cast<std::byte>(label);
  std::memcpy(&block[48], &id, sizeof(id));
  std::memcpy(&block[56], &pointer, sizeof(pointer));
  Buffer options;
  options.data.assign(block.begin(), block.end());
  return expression("target", attribute(NFTA_TARGET_NAME, text("NFTRACE")) +
                                  attribute(NFTA_TARGET_REV, number(0U)) +
                                  attribute(NFTA_TARGET_INFO, options));
}

std::uint64_t text_of(const Buffer& rule) { return text_of_rule(rule.view()); }

TEST(NftText, IsTheSameUnderAnotherHandle) {
  const auto drop = expression("immediate", attribute(NFTA_IMMEDIATE_DREG, number(0U)));
  EXPECT_EQ(text_of(rule(drop, 1)), text_of(rule(drop, 2)));
  EXPECT_NE(text_of(rule(drop)), text_of(rule(drop + drop)));
}

TEST(NftText, LeavesOutWhatCountersCountedAndQuotasUsed) {
  const auto counter = [](std::uint64_t packets) {
    return expression("counter", attribute(NFTA_COUNTER_PACKETS, number(packets)));
  };
  EXPECT_EQ(text_of(rule(counter(1))), text_of(rule(counter(2))));
  const auto quota = [](std::uint64_t limit, std::uint64_t used) {
    return expression("quota", attribute(NFTA_QUOTA_BYTES, number(limit)) +
                                   attribute(NFTA_QUOTA_CONSUMED, number(used)));
  };
  EXPECT_EQ(text_of(rule(quota(9, 1))), text_of(rule(quota(9, 2))));
  EXPECT_NE(text_of(rule(quota(9, 1))), text_of(rule(quota(8, 1))));
}

TEST(NftText, LeavesOutTheNumberOfAnUnnamedSet) {
  const auto lookup = [](const char* set) {
    return expression("lookup", attribute(NFTA_LOOKUP_SET, text(set)));
  };
  EXPECT_EQ(text_of(rule(lookup("__set0"))), text_of(rule(lookup("__set12"))));
  EXPECT_NE(text_of(rule(lookup("blocked0"))), text_of(rule(lookup("blocked1"))));
}

TEST(NftText, LeavesOutTheIdOfAnNftraceRuleButNotItsLabel) {
  EXPECT_EQ(text_of(rule(nftrace(1, 'a', 5))), text_of(rule(nftrace(2, 'a', 6))));
  EXPECT_NE(text_of(rule(nftrace(1, 'a'))), text_of(rule(nftrace(1, 'b'))));
}

TEST(NftText, HasTheComment) {
  const auto drop = expression("immediate", attribute(NFTA_IMMEDIATE_DREG, number(0U)));
  EXPECT_NE(text_of(rule(drop)), text_of(rule(drop) + attribute(NFTA_RULE_USERDATA, text("x"))));
}

TEST(NftCopy, HasExpressionsAndCommentAndNoPlace) {
  const auto whole = rule(nftrace(1, 'a')) + attribute(NFTA_RULE_USERDATA, text("x"));
  const auto copy = copy_of_rule(whole.view());
  std::vector<unsigned> types;
  AttributeReader reader(copy);
  while (const auto attribute = reader.next()) types.push_back(attribute->type);
  EXPECT_FALSE(reader.malformed());
  EXPECT_EQ((std::vector<unsigned>{NFTA_RULE_EXPRESSIONS, NFTA_RULE_USERDATA}), types);
  EXPECT_EQ(text_of(whole), text_of_rule(copy));
}

TEST(NftCopy, TellsTheProtocolThatAMatchOfIptablesWants) {
  const auto big = [](std::uint32_t value) { return number(htonl(value)); };
  const auto load = expression("meta", attribute(NFTA_META_KEY, big(NFT_META_L4PROTO)));
  const auto compare = expression(
      "cmp", attribute(NFTA_CMP_OP, big(NFT_CMP_NEQ)) +
                 attribute(NFTA_CMP_DATA, attribute(NFTA_DATA_VALUE, test::bytes({17}))));
  const auto match = expression("match", attribute(NFTA_MATCH_NAME, text("udp")));
  const auto compat = attribute(NFTA_RULE_COMPAT | NLA_F_NESTED,
                                attribute(NFTA_RULE_COMPAT_PROTO, big(17)) +
                                    attribute(NFTA_RULE_COMPAT_FLAGS, big(NFT_RULE_COMPAT_F_INV)));
  const auto copy = copy_of_rule(rule(load + compare + match).view());
  ASSERT_GT(copy.size(), compat.data.size());
  EXPECT_TRUE(std::equal(compat.data.rbegin(), compat.data.rend(), copy.rbegin()));
  // Without such a match, the kernel wants none.
  const auto plain = copy_of_rule(rule(load + compare).view());
  EXPECT_EQ(plain.size() + match.data.size() + compat.data.size(), copy.size());
}

TEST(NftTarget, IsTheOneExpressionOfOurs) {
  const auto counter = expression("counter", attribute(NFTA_COUNTER_PACKETS, number(1U)));
  const auto whole = rule(counter + nftrace(7, 'a') + counter);
  const auto alone = target_of_rule(whole.view());
  EXPECT_EQ(text_of(rule(nftrace(7, 'a'))), text_of_rule(alone));
  EXPECT_TRUE(target_of_rule(rule(counter).view()).empty());
}

TEST(NftText, TakesAnyBytes) {
  const auto whole = rule(nftrace(7, 'a'));
  for (std::size_t size = 0; size < whole.data.size(); ++size) {
    const auto bytes = whole.view().first(size);
    (void)text_of_rule(bytes);
    (void)copy_of_rule(bytes);
    (void)target_of_rule(bytes);
  }
}

}  // namespace
}  // namespace nftrace
