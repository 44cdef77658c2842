// SPDX-License-Identifier: GPL-2.0-or-later
#include "client/decode.h"

#include <gtest/gtest.h>
#include <linux/netlink.h>
#include <linux/nftrace.h>

#include "support/rule_bytes.h"

namespace nftrace {
namespace {

using test::attribute;
using test::Buffer;
using test::bytes;
using test::genl;
using test::message;
using test::number;
using test::rule_bytes;
using test::text;
using test::verdict_bytes;

constexpr std::uint16_t kFamily = 33;

TEST(RuleDecoder, ReadsEveryAttribute) {
  const Buffer hook = attribute(NFTRACE_HOOK_A_NUM, number(std::uint8_t{1})) +
                      attribute(NFTRACE_HOOK_A_PAD, {}) +
                      attribute(NFTRACE_HOOK_A_DROP, number(std::uint64_t{2}));
  const Buffer place = attribute(NFTRACE_PLACE_A_KIND, number(std::uint8_t{0})) +
                       attribute(NFTRACE_PLACE_A_REASON, number(std::uint32_t{8})) +
                       attribute(NFTRACE_PLACE_A_REASON_NAME, text("NETFILTER_DROP")) +
                       attribute(NFTRACE_PLACE_A_SYMBOL, text("nf_hook_slow+0xa0/0xd0")) +
                       attribute(NFTRACE_PLACE_A_COUNT, number(std::uint64_t{2}));
  const auto rule = decode_rule(
      (rule_bytes(65537, 30, 2520) + attribute(NFTRACE_RULE_A_LABEL, text("web")) +
       attribute(NFTRACE_RULE_A_FLAGS, number(std::uint32_t{1})) +
       attribute(NFTRACE_RULE_A_REFS, number(std::uint32_t{2})) +
       attribute(NFTRACE_RULE_A_AGE, number(std::uint64_t{1500})) +
       attribute(NFTRACE_RULE_A_GENERATION, number(std::uint32_t{4})) + verdict_bytes(20, 2, 8) +
       attribute(NFTRACE_RULE_A_AFTER, number(std::uint64_t{3})) +
       attribute(NFTRACE_RULE_A_HOOK | NLA_F_NESTED, hook) +
       attribute(NFTRACE_RULE_A_PLACE | NLA_F_NESTED, place))
          .view());
  ASSERT_TRUE(rule) << rule.error().what;
  EXPECT_EQ(rule->id, 65537U);
  EXPECT_EQ(rule->label, "web");
  EXPECT_EQ(rule->hits, 30U);
  EXPECT_EQ(rule->bytes, 2520U);
  EXPECT_EQ(rule->refs, 2U);
  EXPECT_EQ(rule->flags, 1U);
  EXPECT_EQ(rule->age, std::chrono::milliseconds(1500));
  EXPECT_EQ(rule->generation, 4U);
  ASSERT_TRUE(rule->verdicts);
  EXPECT_EQ(rule->verdicts->accept, 20U);
  EXPECT_EQ(rule->verdicts->after, 3U);
  ASSERT_EQ(rule->verdicts->hooks.size(), 1U);
  EXPECT_EQ(rule->verdicts->hooks[0].hook, 1);
  EXPECT_EQ(rule->verdicts->hooks[0].drop, 2U);
  ASSERT_EQ(rule->verdicts->places.size(), 1U);
  EXPECT_EQ(rule->verdicts->places[0].reason, 8U);
  EXPECT_EQ(rule->verdicts->places[0].reason_name, "NETFILTER_DROP");
  EXPECT_EQ(rule->verdicts->places[0].symbol, "nf_hook_slow+0xa0/0xd0");
  EXPECT_EQ(rule->verdicts->places[0].count, 2U);
}

TEST(RuleDecoder, HasNoVerdictsWhenTheModuleKeepsNone) {
  const auto rule = decode_rule(rule_bytes(1, 5, 420).view());
  ASSERT_TRUE(rule);
  EXPECT_FALSE(rule->verdicts);
  EXPECT_FALSE(rule->age);
  EXPECT_EQ(rule->sample, 1U);
}

TEST(RuleDecoder, RefusesSomeOfTheVerdictsWithoutTheOthers) {
  const auto rule = decode_rule(
      (rule_bytes(1, 5, 420) + attribute(NFTRACE_RULE_A_ACCEPT, number(std::uint64_t{5}))).view());
  ASSERT_FALSE(rule);
  EXPECT_EQ(rule.error().code, Code::Malformed);
}

TEST(RuleDecoder, RefusesARuleWithoutIdOrHits) {
  const auto no_hits = decode_rule(attribute(NFTRACE_RULE_A_ID, number(std::uint32_t{1})).view());
  const auto no_id = decode_rule(attribute(NFTRACE_RULE_A_HITS, number(std::uint64_t{1})).view());
  EXPECT_EQ(no_hits.error().code, Code::Malformed);
  EXPECT_EQ(no_id.error().code, Code::Malformed);
}

TEST(RuleDecoder, RefusesACounterOfFourBytes) {
  const auto rule = decode_rule(
      (rule_bytes(1, 5, 420) + attribute(NFTRACE_RULE_A_ACCEPT, number(std::uint32_t{5}))).view());
  EXPECT_EQ(rule.error().code, Code::Malformed);
}

TEST(RuleDecoder, SkipsWhatANewerModuleSends) {
  const auto rule = decode_rule((rule_bytes(1, 5, 420) + attribute(200, bytes({1, 2, 3})) +
                                 attribute(NFTRACE_RULE_A_MAX + 1, {}))
                                    .view());
  EXPECT_TRUE(rule);
}

TEST(RuleDecoder, KeepsCountersExactToTheLastOfTheir64Bits) {
  const auto rule = decode_rule(rule_bytes(1, UINT64_MAX, UINT64_MAX - 1).view());
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->hits, UINT64_MAX);
  EXPECT_EQ(rule->bytes, UINT64_MAX - 1);
}

TEST(RuleDecoder, RefusesEveryTruncationInsideAnAttribute) {
  const Buffer whole = rule_bytes(1, 5, 420) + verdict_bytes(5, 0, 0);
  std::size_t good = 0;
  for (std::size_t length = 0; length < whole.data.size(); ++length) {
    if (decode_rule(whole.view().first(length))) ++good;
  }
  // Cut between two attributes it can be a rule without verdicts: behind the
  // hits, behind the bytes, and before the first verdict.
  EXPECT_LE(good, 3U);
}

TEST(InfoDecoder, ReadsWhatTheModuleSays) {
  const auto module =
      decode_info((attribute(NFTRACE_INFO_A_VERSION, text("0.1.0")) +
                   attribute(NFTRACE_INFO_A_FEATURES, number(std::uint64_t{3})) +
                   attribute(NFTRACE_INFO_A_RULES, number(std::uint32_t{2})) +
                   attribute(NFTRACE_INFO_A_RULES_MAX, number(std::uint32_t{16384})))
                      .view());
  ASSERT_TRUE(module);
  EXPECT_EQ(module->version, "0.1.0");
  EXPECT_EQ(module->features, 3U);
  EXPECT_EQ(module->rules_max, 16384U);
}

TEST(InfoDecoder, NeedsAVersion) { EXPECT_EQ(decode_info({}).error().code, Code::Malformed); }

TEST(ChangesDecoder, TakesAllRulesOfADatagram) {
  const auto datagram = message(kFamily, 0, 12, genl(NFTRACE_CMD_RULE_NTF, rule_bytes(1, 5, 420))) +
                        message(kFamily, 0, 12, genl(NFTRACE_CMD_RULE_NTF, rule_bytes(2, 6, 504)));
  const auto changes = decode_changes(datagram.view(), kFamily);
  ASSERT_TRUE(changes);
  EXPECT_EQ(changes->sequence, 12U);
  ASSERT_EQ(changes->rules.size(), 2U);
  EXPECT_EQ(changes->rules[1].hits, 6U);
}

TEST(ChangesDecoder, SkipsOtherFamiliesAndCommands) {
  const auto datagram =
      message(kFamily + 1, 0, 12, genl(NFTRACE_CMD_RULE_NTF, rule_bytes(1, 5, 420))) +
      message(kFamily, 0, 12, genl(NFTRACE_CMD_RULE_GET, rule_bytes(2, 6, 504)));
  const auto changes = decode_changes(datagram.view(), kFamily);
  ASSERT_TRUE(changes);
  EXPECT_TRUE(changes->rules.empty());
}

TEST(ChangesDecoder, RefusesADatagramThatIsCut) {
  auto datagram = message(kFamily, 0, 12, genl(NFTRACE_CMD_RULE_NTF, rule_bytes(1, 5, 420)));
  datagram.data.pop_back();
  EXPECT_EQ(decode_changes(datagram.view(), kFamily).error().code, Code::Malformed);
}

}  // namespace
}  // namespace nftrace
