// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/rules_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/add.h"
#include "cli/rule_words.h"

namespace nftrace::cli {
namespace {

using Words = std::vector<std::string>;

Place place(Family family, const std::string& table, const std::string& chain, unsigned number) {
  Place place;
  place.family = family;
  place.table = table;
  place.chain = chain;
  place.number = number;
  return place;
}

TEST(RulesFile, ReadsBackWhatItWrites) {
  const Words words = {"--label", "all udp", "", "a\"b\\c", "#no", "'", "plain,x=1"};
  EXPECT_EQ(split_line(join_line(words)).value(), words);
}

TEST(RulesFile, PassesOverCommentsAndCountsLines) {
  const auto lines = parse_rules("# comment\n\nINPUT -- -p tcp # web\nnfctl add 'OUT PUT'\n");
  ASSERT_TRUE(lines);
  ASSERT_EQ(lines->size(), 2U);
  EXPECT_EQ(lines->at(0).number, 3U);
  EXPECT_EQ(lines->at(0).words, (Words{"INPUT", "--", "-p", "tcp"}));
  EXPECT_EQ(lines->at(1).words, Words{"OUT PUT"});
}

TEST(RulesFile, NamesTheLineOfAQuoteThatDoesNotEnd) {
  const auto lines = parse_rules("INPUT\n--label \"x\n");
  ASSERT_FALSE(lines);
  EXPECT_NE(lines.error().what.find("line 2"), std::string::npos);
}

TEST(RulesFile, KeepsTheOldFileWhenTheDiskIsFull) {
  EXPECT_FALSE(write_whole("/proc/nftrace/rules.conf", "x"));
  std::string folder = "/tmp/nftrace-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/sub/rules.conf";
  EXPECT_TRUE(write_whole(path, "one\n"));
  EXPECT_TRUE(write_whole(path, "two\n"));
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  EXPECT_EQ(line, "two");
  // Nothing else is left beside it.
  const std::filesystem::directory_iterator files(folder + "/sub");
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
  std::filesystem::remove_all(folder);
}

TEST(RuleWords, TurnALineOfIptablesIntoWordsOfAdd) {
  Place rule = place(Family::Ipv6, "raw", "PREROUTING", 2);
  rule.options.label = "all tcp";
  rule.options.count_only = true;
  auto words = iptables_rule_words(
      rule,
      "-A PREROUTING -p tcp -m tcp --dport 443 -j NFTRACE --nftrace-label \"all tcp\" "
      "--nftrace-count-only");
  ASSERT_TRUE(words);
  EXPECT_EQ(*words, (Words{"--family", "ip6", "--backend", "legacy", "-t", "raw", "--position", "2",
                           "--label", "all tcp", "--count-only", "PREROUTING", "--", "-p", "tcp",
                           "-m", "tcp", "--dport", "443"}));
  const auto add = parse_add_words(*words);
  ASSERT_TRUE(add);
  EXPECT_EQ(add->options.label, "all tcp");
  EXPECT_EQ(add->match.size(), 6U);
  EXPECT_TRUE(plan_add(*add));
}

TEST(RuleWords, KeepALabelThatLooksLikeAnOption) {
  Place rule = place(Family::Ipv4, "filter", "INPUT", 1);
  rule.options.label = "--nftrace-x";
  const auto words = iptables_rule_words(rule, "-A INPUT -j NFTRACE --nftrace-label --nftrace-x");
  ASSERT_TRUE(words);
  const auto add = parse_add_words(*words);
  ASSERT_TRUE(add);
  EXPECT_EQ(add->options.label, "--nftrace-x");
  EXPECT_EQ(add->words, Words{"INPUT"});
}

TEST(RuleWords, LeaveOutWhatIsUsual) {
  EXPECT_EQ(
      iptables_rule_words(place(Family::Ipv4, "filter", "INPUT", 1), "-A INPUT -j NFTRACE").value(),
      (Words{"--backend", "legacy", "--position", "1", "INPUT"}));
  EXPECT_FALSE(
      iptables_rule_words(place(Family::Ipv4, "filter", "INPUT", 1), "-A INPUT -j ACCEPT"));
}

TEST(RuleWords, ThinEventsAsTheRuleDoes) {
  Place rule = place(Family::Ipv4, "filter", "INPUT", 1);
  rule.options.sample = 10;
  rule.options.rate = 50;
  rule.options.burst = 5;
  const auto words = iptables_rule_words(
      rule, "-A INPUT -j NFTRACE --nftrace-sample 10 --nftrace-rate 50 --nftrace-burst 5");
  ASSERT_TRUE(words);
  const auto add = parse_add_words(*words);
  ASSERT_TRUE(add);
  EXPECT_EQ(add->options.sample, 10U);
  EXPECT_EQ(add->options.rate, 50U);
  EXPECT_EQ(add->options.burst, 5U);
  Place native = place(Family::Inet, "fw", "input", 1);
  native.options = add->options;
  const auto of_nft = nft_rule_words(native, nlohmann::json::parse(R"({"expr":[null]})"));
  ASSERT_TRUE(of_nft) << of_nft.error().what;
  EXPECT_EQ(*of_nft, (Words{"--position", "1", "--sample", "10", "--rate", "50", "--burst", "5",
                            "inet", "fw", "input"}));
}

TEST(RuleWords, TurnNftsJsonIntoWordsOfAdd) {
  Place here = place(Family::Inet, "fw", "input", 3);
  here.options.label = "dns";
  const auto rule = nlohmann::json::parse(R"({"expr":[
    {"match":{"op":"==","left":{"meta":{"key":"iifname"}},"right":"eth*"}},
    {"match":{"op":"==","left":{"payload":{"protocol":"ip","field":"saddr"}},
              "right":{"prefix":{"addr":"10.0.0.0","len":8}}}},
    {"match":{"op":"==","left":{"payload":{"protocol":"udp","field":"dport"}},
              "right":{"range":[53,54]}}},
    {"match":{"op":"in","left":{"ct":{"key":"state"}},"right":["established","related"]}},
    {"match":{"op":"==","left":{"&":[{"meta":{"key":"mark"}},255]},"right":1}},
    null]})");
  const auto words = nft_rule_words(here, rule);
  ASSERT_TRUE(words) << words.error().what;
  EXPECT_EQ(*words, (Words{"--position", "3",    "--label", "dns",   "inet",  "fw",
                           "input",      "--",   "iifname", "eth*",  "saddr", "10.0.0.0/8",
                           "proto",      "udp",  "dport",   "53-54", "state", "established,related",
                           "mark",       "1/255"}));
  const auto add = parse_add_words(*words);
  ASSERT_TRUE(add);
  EXPECT_TRUE(plan_add(*add));
}

TEST(RuleWords, AdmitWhatTheyCanNotSay) {
  const Place here = place(Family::Inet, "fw", "input", 1);
  for (const char* expression :
       {R"({"counter":{"packets":0,"bytes":0}})", R"({"limit":{"rate":1}})",
        R"({"match":{"op":"!=","left":{"meta":{"key":"mark"}},"right":1}})",
        R"({"match":{"op":"==","left":{"ct":{"key":"mark"}},"right":1}})", "5",
        R"({"match":{"op":"==","left":{"payload":"x"},"right":1}})"}) {
    nlohmann::json rule;
    rule["expr"] = nlohmann::json::array({nlohmann::json::parse(expression)});
    const auto words = nft_rule_words(here, rule);
    ASSERT_FALSE(words) << expression;
    EXPECT_EQ(words.error().code, Code::Usage);
  }
}

TEST(RuleWords, AreTheSameWhereverTheRuleStands) {
  EXPECT_EQ(without_position({"--position", "3", "INPUT", "--", "--position", "4"}),
            (Words{"INPUT", "--", "--position", "4"}));
}

}  // namespace
}  // namespace nftrace::cli
