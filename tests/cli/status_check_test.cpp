// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/status_check.h"

#include <gtest/gtest.h>

namespace nftrace::cli {
namespace {

RuleCounters rule(std::uint32_t id, std::uint64_t hits, std::uint64_t accept) {
  RuleCounters counters;
  counters.id = id;
  counters.hits = hits;
  counters.verdicts.emplace().accept = accept;
  return counters;
}

/// Allows so many more reads.
Again times(int reads) {
  return [left = reads]() mutable { return left-- > 0; };
}

Result<RuleCounters> never_read(std::uint32_t) { return fail(Code::Failed, "read again"); }

TEST(BooksCheck, SumsRulesThatBalance) {
  const auto report = check_books({rule(1, 5, 5), rule(2, 7, 7)}, never_read, times(3));
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->unbalanced.empty());
  EXPECT_EQ(report->sum.hits, 12U);
  EXPECT_TRUE(report->sum.balanced());
}

TEST(BooksCheck, ReadsAgainWhilePacketsMove) {
  int reads = 0;
  const auto moving = [&](std::uint32_t id) -> Result<RuleCounters> {
    ++reads;
    return rule(id, 10, reads < 3 ? 9 : 10);
  };
  const auto report = check_books({rule(1, 9, 8)}, moving, times(10));
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->unbalanced.empty());
  EXPECT_EQ(reads, 3);
  EXPECT_EQ(report->sum.hits, 10U);
}

TEST(BooksCheck, NamesARuleThatNeverBalances) {
  const auto wrong = [](std::uint32_t id) -> Result<RuleCounters> { return rule(id, 10, 9); };
  const auto report = check_books({rule(1, 5, 5), rule(2, 10, 9)}, wrong, times(4));
  ASSERT_TRUE(report);
  ASSERT_EQ(report->unbalanced.size(), 1U);
  EXPECT_EQ(report->unbalanced[0].id, 2U);
  EXPECT_EQ(report->sum.hits, 5U);
}

// Two wrong rules whose errors cancel out must not look right in the sum.
TEST(BooksCheck, DoesNotLetOneRuleMakeUpForAnother) {
  const auto wrong = [](std::uint32_t id) -> Result<RuleCounters> {
    return id == 1 ? rule(1, 10, 9) : rule(2, 10, 11);
  };
  const auto report = check_books({rule(1, 10, 9), rule(2, 10, 11)}, wrong, times(2));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->unbalanced.size(), 2U);
}

TEST(BooksCheck, LeavesOutARuleThatWent) {
  const auto gone = [](std::uint32_t) -> Result<RuleCounters> {
    return fail(Code::NotFound, "no such rule");
  };
  const auto report = check_books({rule(1, 10, 9)}, gone, times(2));
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->unbalanced.empty());
  EXPECT_EQ(report->sum.rules, 0U);
}

TEST(BooksCheck, CountsRulesWithoutVerdicts) {
  RuleCounters none;
  none.hits = 3;
  const auto report = check_books({none}, never_read, times(2));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->without_verdicts, 1U);
}

}  // namespace
}  // namespace nftrace::cli
