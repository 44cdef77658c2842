// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/model.h"

#include <gtest/gtest.h>

namespace nftrace::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Clock::time_point kStart{seconds(1000)};

RuleCounters rule(std::uint32_t id, std::uint64_t hits, std::uint32_t generation = 1) {
  RuleCounters counters;
  counters.id = id;
  counters.hits = hits;
  counters.bytes = hits * 84;
  counters.generation = generation;
  return counters;
}

Place place(std::uint32_t id, const char* chain, unsigned number) {
  Place entry;
  entry.id = id;
  entry.table = "filter";
  entry.chain = chain;
  entry.number = number;
  return entry;
}

Places places(std::vector<Place> entries) {
  Places out;
  out.rules = std::move(entries);
  return out;
}

TEST(RuleModel, PutsRulesIntoTheOrderOfTheirPlaces) {
  RuleModel model;
  model.set_rules({rule(1, 10), rule(2, 20), rule(3, 30)}, kStart);
  EXPECT_FALSE(model.set_places(places({place(3, "INPUT", 1), place(1, "OUTPUT", 2)})));
  const auto rows = model.rows(kStart);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].counters.id, 3U);
  EXPECT_EQ(rows[1].counters.id, 1U);
  EXPECT_EQ(rows[2].counters.id, 2U);
  EXPECT_TRUE(rows[2].entries.empty());
  EXPECT_TRUE(model.placed());
}

TEST(RuleModel, CountsASharedRuleOnce) {
  RuleModel model;
  model.set_rules({rule(1, 10)}, kStart);
  (void)model.set_places(places({place(1, "INPUT", 1), place(1, "FORWARD", 1)}));
  const auto rows = model.rows(kStart);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].entries.size(), 2U);
}

TEST(RuleModel, AsksForADumpWhenARuleIsNotKnown) {
  RuleModel model;
  model.set_rules({rule(1, 10)}, kStart);
  EXPECT_TRUE(model.apply(rule(2, 1), kStart));
  EXPECT_TRUE(model.set_places(places({place(2, "INPUT", 1)})));
}

TEST(RuleModel, AsksForADumpOnceWhenTheSetOfRulesChanged) {
  RuleModel model;
  model.set_rules({rule(1, 10, 5)}, kStart);
  EXPECT_FALSE(model.apply(rule(1, 11, 5), kStart));
  EXPECT_TRUE(model.apply(rule(1, 12, 6), kStart));
  EXPECT_FALSE(model.apply(rule(1, 13, 6), kStart));
}

// A change that was on its way while a newer dump was read once looked like a
// reset, and the counter jumped back on the screen.
TEST(RuleModel, DoesNotGoBackForAChangeThatIsOlderThanTheDump) {
  RuleModel model;
  model.set_rules({rule(1, 10)}, kStart);
  EXPECT_TRUE(model.apply(rule(1, 9), kStart));
  EXPECT_EQ(model.rows(kStart)[0].counters.hits, 10U);
  model.set_rules({rule(1, 3)}, kStart);
  EXPECT_EQ(model.rows(kStart)[0].counters.hits, 3U);
}

TEST(RuleModel, KeepsRatesOverADump) {
  RuleModel model;
  model.set_rules({rule(1, 10)}, kStart);
  model.set_rules({rule(1, 30)}, kStart + seconds(1));
  model.tick(kStart + seconds(1), seconds(1));
  const auto rows = model.rows(kStart + seconds(1));
  ASSERT_TRUE(rows[0].rate);
  EXPECT_DOUBLE_EQ(rows[0].rate->hits, 20);
}

TEST(RuleModel, LetsTheAgeOfTheLastHitGrow) {
  RuleModel model;
  RuleCounters counters = rule(1, 10);
  counters.age = milliseconds(500);
  model.set_rules({counters, rule(2, 0)}, kStart);
  const auto rows = model.rows(kStart + seconds(2));
  EXPECT_EQ(rows[0].age, milliseconds(2500));
  EXPECT_FALSE(rows[1].age);
}

TEST(RuleModel, ShowsARuleThatWentWithItsLastCountersAndPlace) {
  RuleModel model;
  model.set_rules({rule(1, 10), rule(2, 20)}, kStart);
  (void)model.set_places(places({place(1, "INPUT", 1), place(2, "INPUT", 2)}));
  EXPECT_TRUE(model.gone_rows(kStart).empty());
  model.set_rules({rule(2, 21)}, kStart);
  (void)model.set_places(places({place(2, "INPUT", 1)}));
  ASSERT_EQ(model.rows(kStart).size(), 1U);
  const auto gone = model.gone_rows(kStart);
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].counters.hits, 10U);
  EXPECT_TRUE(gone[0].entries.empty());
  EXPECT_FALSE(gone[0].rate);
  ASSERT_TRUE(gone[0].was);
  EXPECT_EQ(gone[0].was->chain, "INPUT");
}

TEST(RuleModel, ForgetsARuleThatWentWhenItsLabelComesAgain) {
  RuleModel model;
  RuleCounters labelled = rule(1, 10);
  labelled.label = "web";
  model.set_rules({labelled, rule(2, 20)}, kStart);
  model.set_rules({}, kStart);
  EXPECT_EQ(model.gone_rows(kStart).size(), 2U);
  labelled.id = 65537;
  model.set_rules({labelled}, kStart);
  const auto gone = model.gone_rows(kStart);
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].counters.id, 2U);
}

TEST(RuleModel, KeepsTheLastHundredThatWent) {
  RuleModel model;
  std::vector<RuleCounters> many;
  for (std::uint32_t id = 1; id <= 150; ++id) many.push_back(rule(id, id));
  model.set_rules(many, kStart);
  model.set_rules({}, kStart);
  const auto gone = model.gone_rows(kStart);
  ASSERT_EQ(gone.size(), 100U);
  EXPECT_EQ(gone.back().counters.id, 150U);
}

TEST(SortRows, PutsTheFastestFirstAndKeepsPlacesAmongEquals) {
  std::vector<RuleRow> rows(3);
  rows[0].counters.id = 1;
  rows[1].counters.id = 2;
  rows[1].rate = Rate{7, 0};
  rows[2].counters.id = 3;
  sort_rows(rows, SortBy::Rate);
  EXPECT_EQ(rows[0].counters.id, 2U);
  EXPECT_EQ(rows[1].counters.id, 1U);
  EXPECT_EQ(rows[2].counters.id, 3U);
}

TEST(SortRows, PutsMostDropsFirst) {
  std::vector<RuleRow> rows(2);
  rows[0].counters.hits = 1000;
  rows[1].counters.id = 2;
  rows[1].counters.verdicts.emplace().drop = 1;
  sort_rows(rows, SortBy::Drops);
  EXPECT_EQ(rows[0].counters.id, 2U);
}

}  // namespace
}  // namespace nftrace::cli
