// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/add_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace nftrace::cli {
namespace {

AddWords chain(const char* name) {
  AddWords words;
  words.words = {name};
  return words;
}

IptablesAdd iptables_plan(const AddWords& words) {
  auto plan = plan_add(words);
  EXPECT_TRUE(plan) << plan.error().what;
  return std::get<IptablesAdd>(*plan);
}

std::string usage_of(const AddWords& words) {
  const auto plan = plan_add(words);
  EXPECT_FALSE(plan);
  if (plan) return {};
  EXPECT_EQ(plan.error().code, Code::Usage);
  return plan.error().what;
}

TEST(AddPlan, TakesOneWordAsAChainOfIptables) {
  const IptablesAdd add = iptables_plan(chain("INPUT"));
  EXPECT_EQ(add.families, std::vector{Family::Ipv4});
  EXPECT_EQ(add.request.table, "filter");
  EXPECT_EQ(add.request.chain, "INPUT");
  EXPECT_EQ(add.request.number, 1U);
  EXPECT_FALSE(add.request.append);
}

TEST(AddPlan, HandsOnEveryOption) {
  AddWords words = chain("PREROUTING");
  words.family = "both";
  words.table = "raw";
  words.options.label = "web";
  words.options.count_only = true;
  words.position = 4;
  words.match = {"-p", "tcp", "--dport", "443"};
  const IptablesAdd add = iptables_plan(words);
  EXPECT_EQ(add.families, (std::vector{Family::Ipv4, Family::Ipv6}));
  EXPECT_EQ(add.request.table, "raw");
  EXPECT_EQ(add.request.options.label, "web");
  EXPECT_TRUE(add.request.options.count_only);
  EXPECT_EQ(add.request.number, 4U);
  EXPECT_EQ(add.request.match, words.match);
}

TEST(AddPlan, BecomesAnArgumentVectorThatNoShellReads) {
  AddWords words = chain("IN PUT; reboot");
  words.options.label = "two words $(id)";
  words.match = {"-m", "comment", "--comment", "`x` 'y'"};
  const auto arguments = add_words(iptables_plan(words).request);
  const auto has = [&](const char* word) {
    return std::find(arguments.begin(), arguments.end(), word) != arguments.end();
  };
  EXPECT_TRUE(has("IN PUT; reboot"));
  EXPECT_TRUE(has("two words $(id)"));
  EXPECT_TRUE(has("`x` 'y'"));
}

TEST(AddPlan, TakesThreeWordsAsAChainOfNft) {
  AddWords words;
  words.words = {"inet", "fw", "input", "proto", "udp"};
  words.match = {"dport", "53"};
  words.after = 7;
  words.options.label = "dns";
  const auto plan = plan_add(words);
  ASSERT_TRUE(plan) << plan.error().what;
  const auto& add = std::get<NftAdd>(*plan);
  EXPECT_EQ(add.family, Family::Inet);
  EXPECT_EQ(add.table, "fw");
  EXPECT_EQ(add.chain, "input");
  EXPECT_EQ(add.match, (std::vector<std::string>{"proto", "udp", "dport", "53"}));
  EXPECT_EQ(add.position.kind, NftPosition::Kind::After);
  EXPECT_EQ(add.position.handle, 7U);
  EXPECT_EQ(add.options.label, "dns");
}

TEST(AddPlan, PutsAnNftRuleFirstUnlessToldOtherwise) {
  AddWords words;
  words.words = {"ip", "fw", "input"};
  EXPECT_EQ(std::get<NftAdd>(plan_add(words).value()).position.kind, NftPosition::Kind::First);
  words.last = true;
  EXPECT_EQ(std::get<NftAdd>(plan_add(words).value()).position.kind, NftPosition::Kind::Last);
}

TEST(AddPlan, RefusesTwoPositions) {
  AddWords words = chain("INPUT");
  words.position = 2;
  words.last = true;
  EXPECT_NE(usage_of(words).find("--position"), std::string::npos);
  words = {};
  words.words = {"inet", "fw", "input"};
  words.before = 1;
  words.after = 2;
  EXPECT_NE(usage_of(words).find("--before"), std::string::npos);
}

TEST(AddPlan, TakesANumberInAnNftChainToo) {
  AddWords words;
  words.words = {"inet", "fw", "input"};
  words.position = 3;
  const auto add = std::get<NftAdd>(plan_add(words).value());
  EXPECT_EQ(add.position.kind, NftPosition::Kind::Number);
  EXPECT_EQ(add.position.number, 3U);
}

TEST(AddPlan, TakesTheBackendOfIptablesOnly) {
  AddWords words = chain("INPUT");
  words.backend = "nft";
  EXPECT_EQ(std::get<IptablesAdd>(plan_add(words).value()).backend, Backend::Nft);
  words.backend = "ebpf";
  EXPECT_NE(usage_of(words).find("--backend"), std::string::npos);
  words.words = {"inet", "fw", "input"};
  words.backend = "nft";
  EXPECT_NE(usage_of(words).find("--backend"), std::string::npos);
}

TEST(AddPlan, RefusesPositionZero) {
  AddWords words = chain("INPUT");
  words.position = 0;
  EXPECT_NE(usage_of(words).find("from 1"), std::string::npos);
}

TEST(AddPlan, RefusesOptionsOfTheOtherForm) {
  AddWords words = chain("INPUT");
  words.before = 3;
  EXPECT_NE(usage_of(words).find("--before"), std::string::npos);
  words = {};
  words.words = {"inet", "fw", "input"};
  words.table = "filter";
  EXPECT_NE(usage_of(words).find("--table"), std::string::npos);
}

TEST(AddPlan, RefusesFamiliesWithoutNftrace) {
  for (const char* family : {"arp", "bridge", "netdev", "x"}) {
    AddWords words;
    words.words = {family, "fw", "input"};
    EXPECT_FALSE(usage_of(words).empty());
  }
  AddWords words = chain("INPUT");
  words.family = "inet";
  EXPECT_NE(usage_of(words).find("--family"), std::string::npos);
}

TEST(AddPlan, RefusesALabelThatTheKernelWouldRefuse) {
  for (const char* label :
       {"a\nb", "a\"b", "a\\b", "\xc3\xa4", "12345678901234567890123456789012"}) {
    AddWords words = chain("INPUT");
    words.options.label = label;
    EXPECT_NE(usage_of(words).find("--label"), std::string::npos) << label;
  }
  AddWords words = chain("INPUT");
  words.options.label = "1234567890123456789012345678901";
  EXPECT_TRUE(plan_add(words));
}

TEST(AddPlan, RefusesNoWordTwoWordsAndEmptyOnes) {
  AddWords words;
  EXPECT_FALSE(usage_of(words).empty());
  words.words = {"inet", "fw"};
  EXPECT_FALSE(usage_of(words).empty());
  words.words = {""};
  EXPECT_FALSE(usage_of(words).empty());
}

}  // namespace
}  // namespace nftrace::cli
