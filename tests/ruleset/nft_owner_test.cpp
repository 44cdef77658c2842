// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_owner.h"

#include <gtest/gtest.h>
#include <linux/netfilter.h>

namespace nftrace {
namespace {

NftRule rule(std::uint8_t family, const char* table, const char* chain, std::uint64_t handle,
             bool by_iptables, std::uint32_t id = 0) {
  NftRule rule;
  rule.family = family;
  rule.table = table;
  rule.chain = chain;
  rule.handle = handle;
  rule.by_iptables = by_iptables;
  if (id != 0) rule.nftrace = OptionBlock{id, {}};
  return rule;
}

NftChain base(std::uint8_t family, const char* table, const char* name, std::uint32_t hook,
              std::int32_t priority, const char* type) {
  return NftChain{family, table, name, NftHook{hook, priority, type}};
}

NftRuleset iptables_filter() {
  NftRuleset ruleset;
  ruleset.tables = {{NFPROTO_IPV4, "filter"}};
  ruleset.chains = {base(NFPROTO_IPV4, "filter", "INPUT", NF_INET_LOCAL_IN, 0, "filter"),
                    NftChain{NFPROTO_IPV4, "filter", "DOCKER", std::nullopt}};
  ruleset.rules = {rule(NFPROTO_IPV4, "filter", "INPUT", 4, true)};
  return ruleset;
}

TEST(IptablesOwns, ATableOfItsOwnShape) {
  EXPECT_TRUE(iptables_owns(iptables_filter(), NFPROTO_IPV4, "filter"));
}

TEST(IptablesOwns, NoTableOfAnotherNameOrFamily) {
  EXPECT_FALSE(iptables_owns(NftRuleset{}, NFPROTO_IPV4, "fw"));
  EXPECT_FALSE(iptables_owns(NftRuleset{}, NFPROTO_INET, "filter"));
}

TEST(IptablesOwns, NoTableWithARuleThatItDoesNotWrite) {
  auto ruleset = iptables_filter();
  ruleset.rules.push_back(rule(NFPROTO_IPV4, "filter", "DOCKER", 5, false));
  EXPECT_FALSE(iptables_owns(ruleset, NFPROTO_IPV4, "filter"));
}

TEST(IptablesOwns, NoTableWithABaseChainThatHangsElsewhere) {
  for (const NftChain& chain :
       {base(NFPROTO_IPV4, "filter", "input", NF_INET_LOCAL_IN, 0, "filter"),
        base(NFPROTO_IPV4, "filter", "INPUT", NF_INET_LOCAL_IN, 10, "filter"),
        base(NFPROTO_IPV4, "filter", "INPUT", NF_INET_FORWARD, 0, "filter")}) {
    NftRuleset ruleset;
    ruleset.chains = {chain};
    EXPECT_FALSE(iptables_owns(ruleset, NFPROTO_IPV4, "filter"));
  }
}

TEST(IptablesOwns, IsNotMovedByRulesOfOtherTables) {
  auto ruleset = iptables_filter();
  ruleset.rules.push_back(rule(NFPROTO_IPV6, "filter", "INPUT", 5, false));
  ruleset.rules.push_back(rule(NFPROTO_IPV4, "fw", "INPUT", 5, false));
  EXPECT_TRUE(iptables_owns(ruleset, NFPROTO_IPV4, "filter"));
}

TEST(PlacesOf, NumbersRulesWithinTheirChain) {
  NftRuleset ruleset;
  ruleset.rules = {
      rule(NFPROTO_INET, "fw", "a", 3, false), rule(NFPROTO_INET, "fw", "a", 9, false, 1),
      rule(NFPROTO_INET, "fw", "b", 5, false, 2), rule(NFPROTO_IPV6, "fw", "b", 5, false, 3),
      rule(NFPROTO_BRIDGE, "fw", "b", 5, false, 4)};
  const auto places = places_of(ruleset);
  ASSERT_EQ(3U, places.size());
  EXPECT_EQ(2U, places[0].number);
  EXPECT_EQ(9U, places[0].handle);
  EXPECT_EQ("b", places[1].chain);
  EXPECT_EQ(1U, places[1].number);
  EXPECT_EQ(Family::Ipv6, places[2].family);
  EXPECT_EQ(1U, places[2].number);
  EXPECT_FALSE(places[0].iptables);
}

TEST(PlacesOf, LeavesOutWhatOnlyKeepsAnObjectAlive) {
  NftRuleset ruleset;
  ruleset.tables = {{NFPROTO_INET, "nfctl-keep-5", 5, 1}, {NFPROTO_IPV4, "nfctl-keep-me", 0, 2}};
  ruleset.rules = {rule(NFPROTO_INET, "nfctl-keep-5", "held", 3, false, 1),
                   rule(NFPROTO_IPV4, "nfctl-keep-me", "c", 3, false, 2)};
  const auto places = places_of(ruleset);
  ASSERT_EQ(1U, places.size());
  EXPECT_EQ(2U, places[0].id);
}

TEST(PlacesOf, SaysWhichTablesIptablesOwns) {
  auto ruleset = iptables_filter();
  ruleset.rules.push_back(rule(NFPROTO_IPV4, "filter", "INPUT", 6, true, 1));
  const auto places = places_of(ruleset);
  ASSERT_EQ(1U, places.size());
  EXPECT_TRUE(places[0].iptables);
  EXPECT_EQ(2U, places[0].number);
}

}  // namespace
}  // namespace nftrace
