// SPDX-License-Identifier: GPL-2.0-or-later
// Rules as a table and as JSON.
#include <gtest/gtest.h>
#include <linux/nftrace.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/rule_json.h"
#include "cli/rule_table.h"
#include "ui/text.h"

namespace nftrace::cli {
namespace {

Place legacy_place() {
  Place place;
  place.id = 65537;
  place.table = "filter";
  place.chain = "INPUT";
  place.number = 3;
  return place;
}

/// As wide as a row gets on a busy router.
RuleRow busy_row() {
  RuleRow row;
  row.counters.id = 65537;
  row.counters.label = "everything to the guests";
  row.counters.hits = 1234567;
  row.counters.bytes = 987654321;
  row.counters.refs = 1;
  Verdicts verdicts;
  verdicts.accept = 1234000;
  verdicts.drop = 560;
  verdicts.stolen = 3;
  verdicts.open = 4;
  verdicts.hooks.push_back({1, 1234000, 560, 3, 0});
  verdicts.places.push_back(
      {NFTRACE_PLACE_DROP, 8, "NETFILTER_DROP", "nf_hook_slow+0xa0/0xd0", 560});
  row.counters.verdicts = verdicts;
  row.rate = Rate{54321, 4567890};
  row.age = std::chrono::milliseconds(320);
  Place place = legacy_place();
  place.family = Family::Inet;
  place.backend = Backend::Nft;
  place.iptables = false;
  place.handle = 1234;
  place.table = "firewalld";
  place.chain = "filter_FORWARD_POLICIES_post";
  row.entries.push_back(place);
  return row;
}

TEST(RuleTable, FitsEightyColumns) {
  const std::vector<RuleRow> rows = {busy_row(), busy_row()};
  for (const std::string& line : rule_table(rows, {80, false, true, true})) {
    EXPECT_LE(ui::width(line), 80U) << line;
  }
}

TEST(RuleTable, KeepsChainHitsAndVerdictsInEightyColumns) {
  const std::string title = rule_table({busy_row()}, {80, false, true, true})[0];
  for (const char* column : {"chain", "rule", "label", "hits/s", "hits", "accept", "drop"}) {
    EXPECT_NE(title.find(column), std::string::npos) << column << ": " << title;
  }
}

TEST(RuleTable, ShowsAllColumnsWithoutALimit) {
  const auto lines = rule_table({busy_row()}, {0, false, true, true});
  EXPECT_NE(lines[0].find("bytes/s"), std::string::npos);
  EXPECT_NE(lines[1].find("filter_FORWARD_POLICIES_post"), std::string::npos);
  EXPECT_NE(lines[1].find("h1234"), std::string::npos);
  EXPECT_NE(lines[1].find("54.3k"), std::string::npos);
  EXPECT_NE(lines[1].find("1234567"), std::string::npos);
}

TEST(RuleTable, HasNoVerdictColumnsWhenTheModuleKeepsNone) {
  RuleRow row = busy_row();
  row.counters.verdicts.reset();
  EXPECT_EQ(rule_table({row}, {0, false, false, true})[0].find("accept"), std::string::npos);
}

TEST(RuleTable, CallsARuleInNoTableGone) {
  RuleRow row = busy_row();
  row.entries.clear();
  EXPECT_NE(rule_table({row}, {0, false, false, true})[1].find("gone"), std::string::npos);
  // The ruleset could not be read: nothing is known, so nothing is claimed.
  EXPECT_EQ(rule_table({row}, {0, false, false, false})[1].find("gone"), std::string::npos);
}

TEST(RuleTable, TellsFromWhereARuleIsGone) {
  RuleRow row = busy_row();
  row.was = row.entries.front();
  row.entries.clear();
  const std::string line = rule_table({row}, {80, false, true, true})[1];
  EXPECT_NE(line.find("gone"), std::string::npos);
  EXPECT_EQ(line.find("h1234"), std::string::npos);
  EXPECT_NE(rule_table({row}, {0, false, true, true})[1].find("filter_FORWARD_POLICIES_post"),
            std::string::npos);
}

TEST(RuleTable, EscapesNamesThatOthersChose) {
  RuleRow row = busy_row();
  row.counters.label = "\033[2J";
  row.entries[0].chain = "evil\033]0;x\a";
  row.entries[0].table = "\xff";
  for (const std::string& line : rule_table({row}, {0, false, true, true})) {
    EXPECT_EQ(line.find('\033'), std::string::npos);
    EXPECT_EQ(line.find('\a'), std::string::npos);
    EXPECT_EQ(line.find('\xff'), std::string::npos);
  }
}

TEST(RuleTable, TellsHowManyOtherEntriesShareARule) {
  RuleRow row = busy_row();
  row.entries.assign(3, legacy_place());
  EXPECT_NE(rule_table({row}, {0, false, false, true})[1].find("INPUT +2"), std::string::npos);
}

TEST(RuleJson, HasTheDocumentedNames) {
  const Json json = rule_json(busy_row(), false);
  for (const char* name :
       {"id",    "family", "backend", "table",     "chain",      "number", "handle",
        "label", "flags",  "refs",    "hits",      "bytes",      "age_ms", "accept",
        "drop",  "stolen", "lost",    "untracked", "count_only", "open",   "queued",
        "after", "hooks",  "places",  "entries",   "was"}) {
    EXPECT_TRUE(json.contains(name)) << name;
  }
  EXPECT_FALSE(json.contains("hits_per_s"));
  EXPECT_EQ(json["family"], "inet");
  EXPECT_EQ(json["handle"], 1234);
  EXPECT_EQ(json["hooks"][0]["hook"], "input");
  EXPECT_EQ(json["places"][0]["kind"], "drop");
  EXPECT_EQ(json["places"][0]["reason_name"], "NETFILTER_DROP");
}

TEST(RuleJson, TellsWhereARuleWasThatIsInNoTable) {
  RuleRow row = busy_row();
  row.was = row.entries.front();
  EXPECT_TRUE(rule_json(row, false)["was"].is_null());
  row.entries.clear();
  const Json json = rule_json(row, false);
  EXPECT_TRUE(json["family"].is_null());
  EXPECT_EQ(json["was"]["handle"], 1234);
}

TEST(RuleJson, KeepsCountersExactToTheLastOfTheir64Bits) {
  RuleRow row = busy_row();
  row.counters.hits = UINT64_MAX;
  EXPECT_NE(json_line(rule_json(row, false)).find("\"hits\":18446744073709551615"),
            std::string::npos);
}

TEST(RuleJson, SaysNullWhereNothingIsKnown) {
  RuleRow row;
  const Json json = rule_json(row, true);
  EXPECT_TRUE(json["family"].is_null());
  EXPECT_TRUE(json["label"].is_null());
  EXPECT_TRUE(json["age_ms"].is_null());
  EXPECT_TRUE(json["hits_per_s"].is_null());
  EXPECT_FALSE(json.contains("accept"));
  EXPECT_TRUE(json["entries"].empty());
}

TEST(RuleJson, HasNoHandleInALegacyTable) {
  RuleRow row = busy_row();
  row.entries = {legacy_place()};
  const Json json = rule_json(row, false);
  EXPECT_TRUE(json["handle"].is_null());
  EXPECT_EQ(json["number"], 3);
}

TEST(RuleJson, IsAsciiOnOneLineWhateverTheNames) {
  RuleRow row = busy_row();
  row.counters.label = "\033[2J\n";
  row.entries[0].chain = "\xff\u202eä\x7f";
  const std::string line = json_line(rule_json(row, true));
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](char character) {
    return character == '\n' || (character >= 0x20 && character < 0x7f);
  }));
  EXPECT_EQ(Json::parse(line)["label"], "\033[2J\n");
}

}  // namespace
}  // namespace nftrace::cli
