// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/rule_name.h"

#include <gtest/gtest.h>

namespace nftrace::cli {
namespace {

TEST(RuleNameWord, IsAnIdWhenItIsDigits) {
  EXPECT_EQ(parse_rule_name("65537").value(), RuleName(std::uint32_t{65537}));
  EXPECT_EQ(parse_rule_name("4294967295").value(), RuleName(std::uint32_t{4294967295}));
}

TEST(RuleNameWord, IsALabelOtherwise) {
  EXPECT_EQ(parse_rule_name("web").value(), RuleName(std::string("web")));
  EXPECT_EQ(parse_rule_name("1a").value(), RuleName(std::string("1a")));
  EXPECT_EQ(parse_rule_name("-1").value(), RuleName(std::string("-1")));
}

TEST(RuleNameWord, CanBeALabelOfDigits) {
  EXPECT_EQ(parse_rule_name("label:65537").value(), RuleName(std::string("65537")));
}

TEST(RuleNameWord, RefusesWhatNoRuleCanHave) {
  for (const char* word : {"", "label:", "0", "4294967296", "99999999999999999999",
                           "12345678901234567890123456789012x"}) {
    const auto name = parse_rule_name(word);
    ASSERT_FALSE(name) << word;
    EXPECT_EQ(name.error().code, Code::Usage);
  }
}

TEST(RuleNameWord, NamesPlaces) {
  Place place;
  place.id = 7;
  place.options.label = "web";
  EXPECT_TRUE(names(RuleName(std::uint32_t{7}), place));
  EXPECT_FALSE(names(RuleName(std::uint32_t{8}), place));
  EXPECT_TRUE(names(RuleName(std::string("web")), place));
  EXPECT_FALSE(names(RuleName(std::string("7")), place));
}

TEST(RuleNameWord, IsEscapedWhenItIsTold) {
  EXPECT_EQ(describe(RuleName(std::string("\033"))), "rule \"\\x1b\"");
  Place place;
  place.table = "filter";
  place.chain = "a\033";
  place.number = 2;
  EXPECT_EQ(describe(place), "ip legacy filter a\\x1b 2");
}

}  // namespace
}  // namespace nftrace::cli
