// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_position.h"

#include <gtest/gtest.h>
#include <linux/netfilter.h>

namespace nftrace {
namespace {

using Kind = NftPosition::Kind;

/// Table inet fw: input with the rules 4, 9 and 7, a user chain, one at ingress.
NftRuleset firewall() {
  NftRuleset ruleset;
  ruleset.tables = {{NFPROTO_INET, "fw"}};
  ruleset.chains = {{NFPROTO_INET, "fw", "input", NftHook{NF_INET_LOCAL_IN, 0, "filter"}},
                    {NFPROTO_INET, "fw", "user", std::nullopt},
                    {NFPROTO_INET, "fw", "ingress", NftHook{5, 0, "filter"}},
                    {NFPROTO_INET, "fw", "odd", NftHook{NF_INET_LOCAL_IN, 0, "future"}}};
  for (std::uint64_t handle : {4, 9, 7}) {
    NftRule rule;
    rule.family = NFPROTO_INET;
    rule.table = "fw";
    rule.chain = "input";
    rule.handle = handle;
    ruleset.rules.push_back(rule);
  }
  return ruleset;
}

Result<unsigned> at(const char* chain, NftPosition position) {
  return number_at(firewall(), Family::Inet, "fw", chain, position);
}

TEST(NftPosition, IsCountedWithinTheChain) {
  EXPECT_EQ(1U, at("input", {Kind::First, 0}).value());
  EXPECT_EQ(4U, at("input", {Kind::Last, 0}).value());
  EXPECT_EQ(2U, at("input", {Kind::Before, 9}).value());
  EXPECT_EQ(3U, at("input", {Kind::After, 9}).value());
  EXPECT_EQ(1U, at("user", {Kind::Last, 0}).value());
}

TEST(NftPosition, OfANumberIsInFrontOfTheRuleThatHasItNow) {
  const auto resolve = [](unsigned number) {
    return resolved(firewall(), Family::Inet, "fw", "input", {Kind::Number, 0, number});
  };
  EXPECT_EQ(Kind::Before, resolve(2).kind);
  EXPECT_EQ(9U, resolve(2).handle);
  EXPECT_EQ(Kind::Last, resolve(4).kind);
  EXPECT_EQ(Kind::Last, resolve(99).kind);
}

TEST(NftPosition, NeedsTableChainAndNeighbour) {
  EXPECT_EQ(Code::NotFound, at("output", {}).error().code);
  EXPECT_EQ(Code::NotFound, at("user", {Kind::After, 9}).error().code);
  EXPECT_EQ(Code::NotFound, at("input", {Kind::Before, 5}).error().code);
  EXPECT_EQ(Code::NotFound, number_at(firewall(), Family::Ipv4, "fw", "input", {}).error().code);
}

TEST(NftPosition, AsksForIptablesWhereItMayBeMeant) {
  EXPECT_EQ("a chain of iptables is meant? nfctl add --family ip -t filter INPUT",
            number_at(firewall(), Family::Ipv4, "filter", "INPUT", {}).error().hint);
  EXPECT_EQ("", number_at(firewall(), Family::Inet, "filter", "INPUT", {}).error().hint);
}

TEST(NftPosition, IsNotWhereNftraceHasNoPlace) {
  EXPECT_EQ(Code::Usage, at("ingress", {}).error().code);
  EXPECT_EQ(Code::Usage, at("odd", {}).error().code);
}

TEST(NftPosition, IsNotInATableThatAProgramOwns) {
  auto ruleset = firewall();
  ruleset.tables.front().owner = 4711;
  const auto number = number_at(ruleset, Family::Inet, "fw", "input", {});
  ASSERT_FALSE(number);
  EXPECT_EQ(Code::Failed, number.error().code);
  EXPECT_NE(std::string::npos, number.error().what.find("port 4711"));
}

}  // namespace
}  // namespace nftrace
