// SPDX-License-Identifier: GPL-2.0-or-later
#include "client/books.h"

#include <gtest/gtest.h>

#include <vector>

namespace nftrace {
namespace {

RuleCounters rule_with(std::uint64_t hits, const Verdicts& verdicts) {
  RuleCounters rule;
  rule.hits = hits;
  rule.verdicts = verdicts;
  return rule;
}

TEST(Books, BalanceWhenEveryHitIsTold) {
  Verdicts verdicts;
  verdicts.accept = 1;
  verdicts.drop = 2;
  verdicts.stolen = 4;
  verdicts.lost = 8;
  verdicts.untracked = 16;
  verdicts.count_only = 32;
  verdicts.open = 64;
  EXPECT_TRUE(books_of(rule_with(127, verdicts)).balanced());
}

TEST(Books, DoNotBalanceWhenAnyOneVerdictIsMissing) {
  std::uint64_t Verdicts::*const parts[] = {
      &Verdicts::accept,    &Verdicts::drop,       &Verdicts::stolen, &Verdicts::lost,
      &Verdicts::untracked, &Verdicts::count_only, &Verdicts::open};
  for (const auto part : parts) {
    Verdicts verdicts;
    verdicts.*part = 9;
    EXPECT_TRUE(books_of(rule_with(9, verdicts)).balanced());
    EXPECT_FALSE(books_of(rule_with(10, verdicts)).balanced());
  }
}

TEST(Books, CountQueuedAndAfterOnlyOnce) {
  Verdicts verdicts;
  verdicts.open = 3;
  verdicts.queued = 3;
  verdicts.accept = 5;
  verdicts.after = 2;
  EXPECT_TRUE(books_of(rule_with(8, verdicts)).balanced());
}

TEST(Books, LeaveOutRulesWithoutVerdicts) {
  RuleCounters none;
  none.hits = 7;
  Verdicts verdicts;
  verdicts.drop = 2;
  const std::vector<RuleCounters> rules = {none, rule_with(2, verdicts)};
  const Books books = books_of(rules);
  EXPECT_EQ(books.rules, 1U);
  EXPECT_EQ(books.hits, 2U);
  EXPECT_TRUE(books.balanced());
}

}  // namespace
}  // namespace nftrace
