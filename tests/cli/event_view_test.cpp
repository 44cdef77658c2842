// SPDX-License-Identifier: GPL-2.0-or-later
// Events as lines, as JSON, and summed up.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <linux/netfilter.h>

#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>

#include "cli/event_json.h"
#include "cli/event_summary.h"
#include "cli/event_text.h"
#include "support/record_bytes.h"

namespace nftrace::cli {
namespace {

class EventView : public ::testing::Test {
 protected:
  EventView()
      : names_([](std::uint32_t index) { return index == 2 ? "veth0" : std::string(); },
               [this] {
                 ++label_reads_;
                 return std::map<std::uint32_t, std::string>{{65537, "web"}, {65538, "a\x1b[2J"}};
               }) {
    setenv("TZ", "UTC", 1);
    tzset();
  }

  EventContext context(bool colours = false) {
    return {names_,
            WallClock(1'000'000'000'000'000'000),
            [](std::uint64_t place) {
              return place == 1 ? std::string_view("nf_hook_slow+0xd5/0x110") : std::string_view();
            },
            [](std::uint32_t reason) {
              return reason == 8 ? std::string_view("NETFILTER_DROP") : std::string_view();
            },
            colours,
            [this](std::uint64_t place) { return place == 1 ? line_ : std::string_view(); }};
  }

  std::string text(const test::DetailedRecord& record, bool colours = false) {
    ui::LineBuffer buffer;
    EventText(buffer, context(colours)).put({0, 0, &record.head});
    return std::string(buffer.text());
  }

  nlohmann::json json(const test::DetailedRecord& record) {
    ui::JsonLine line;
    EventJson(line, context()).put({3, 0, &record.head});
    EXPECT_EQ(line.buffer().text().back(), '\n');
    return nlohmann::json::parse(line.buffer().text());
  }

  EventNames names_;
  int label_reads_ = 0;
  std::string_view line_;  ///< of place 1
};

nftrace_tuple tuple(const char* src, int sport, const char* dst, int dport, int protocol = 6) {
  nftrace_tuple out{};
  const int family = std::strchr(src, ':') != nullptr ? AF_INET6 : AF_INET;
  EXPECT_EQ(inet_pton(family, src, out.src), 1);
  EXPECT_EQ(inet_pton(family, dst, out.dst), 1);
  out.sport = htons(static_cast<std::uint16_t>(sport));
  out.dport = htons(static_cast<std::uint16_t>(dport));
  out.protocol = static_cast<std::uint8_t>(protocol);
  return out;
}

test::DetailedRecord dropped() {
  test::DetailedRecord out{test::record(7, 5'000'000), {}};
  out.head.verdict = NFTRACE_VERDICT_DROP;
  out.head.hook = 1;
  out.head.family = NFPROTO_IPV4;
  out.head.flags = NFTRACE_RECORD_PORTS | NFTRACE_RECORD_REASON | NFTRACE_RECORD_DETAIL;
  out.head.tuple = tuple("10.0.0.1", 40000, "10.0.0.2", 443);
  out.head.iif = 2;
  out.head.rule = 65537;
  out.head.hits = 2;
  out.detail.reason = 8;
  out.detail.place = 1;
  out.head.elapsed = 12345;
  return out;
}

TEST_F(EventView, LineTellsPacketRuleAndPlaceOfADrop) {
  EXPECT_EQ(text(dropped()),
            "01:46:40.005000 drop   input       tcp 10.0.0.1:40000 > 10.0.0.2:443 len 60 veth0>- "
            "rule web hits 2 NETFILTER_DROP at nf_hook_slow+0xd5/0x110 +12.3us\n");
}

test::DetailedRecord fate(nftrace_fate what) {
  test::DetailedRecord out = dropped();
  out.head.type = NFTRACE_RECORD_FATE;
  out.head.verdict = static_cast<std::uint8_t>(what);
  out.head.hits = 1;
  return out;
}

TEST_F(EventView, LineOfAFateTellsWhereItWasDropped) {
  EXPECT_EQ(text(fate(NFTRACE_FATE_DROPPED)),
            "01:46:40.005000 dropped input       tcp 10.0.0.1:40000 > 10.0.0.2:443 len 60 veth0>- "
            "rule web NETFILTER_DROP at nf_hook_slow+0xd5/0x110 +12.3us\n");
  test::DetailedRecord presumed = fate(NFTRACE_FATE_DELIVERED);
  presumed.head.flags = NFTRACE_RECORD_PORTS | NFTRACE_RECORD_PRESUMED | NFTRACE_RECORD_DETAIL;
  presumed.detail.place = 0;
  EXPECT_NE(text(presumed).find(" delivered input "), std::string::npos);
  EXPECT_NE(text(presumed).find(" rule web presumed +12.3us\n"), std::string::npos);
}

TEST_F(EventView, JsonOfAFateHasNoVerdictAndNoMark) {
  const auto value = json(fate(NFTRACE_FATE_DROPPED));
  EXPECT_EQ(value["event"], "fate");
  EXPECT_EQ(value["fate"], "dropped");
  EXPECT_EQ(value["presumed"], false);
  EXPECT_EQ(value["reason_name"], "NETFILTER_DROP");
  EXPECT_FALSE(value.contains("verdict"));
  EXPECT_FALSE(value.contains("mark"));
}

TEST_F(EventView, APauseHasALineOfItsOwn) {
  ui::LineBuffer buffer;
  EventText(buffer, context()).put({1, 0, nullptr, 312});
  EXPECT_EQ(buffer.text(), "-- 312 packets let by about here: the tap was over its budget --\n");
  ui::JsonLine line;
  EventJson(line, context()).put({1, 0, nullptr, 312});
  EXPECT_EQ(line.buffer().text(), "{\"pause\":312,\"cpu\":1}\n");
}

TEST_F(EventView, LineHasColoursOnATerminalOnly) {
  EXPECT_EQ(text(dropped()).find('\033'), std::string::npos);
  EXPECT_NE(text(dropped(), true).find("\033[31mdrop   \033[0m"), std::string::npos);
}

TEST_F(EventView, LineOfIpv6HasBracketsWherePortsAre) {
  test::DetailedRecord record = dropped();
  record.head.family = NFPROTO_IPV6;
  record.head.tuple = tuple("2001:db8::1", 1, "::1", 2, 17);
  EXPECT_NE(text(record).find("udp [2001:db8::1]:1 > [::1]:2 "), std::string::npos);
  record.head.flags = NFTRACE_RECORD_DETAIL;
  EXPECT_NE(text(record).find("udp 2001:db8::1 > ::1 len"), std::string::npos);
}

TEST_F(EventView, LineOfAPingTellsTypeAndCode) {
  test::DetailedRecord record = dropped();
  record.head.tuple = tuple("10.0.0.1", 0, "10.0.0.2", 0x0301, 1);
  EXPECT_NE(text(record).find("icmp 10.0.0.1 > 10.0.0.2 type 3 code 1 len"), std::string::npos);
}

TEST_F(EventView, LineTellsTranslationOnlyWhereThereIsOne) {
  test::DetailedRecord record = dropped();
  record.head.flags |= NFTRACE_RECORD_CT;
  record.detail.ct_state = 2;
  record.detail.orig = tuple("10.0.0.1", 40000, "10.0.0.2", 443);
  record.detail.reply = tuple("10.0.0.2", 443, "10.0.0.1", 40000);
  EXPECT_NE(text(record).find(" ct new +"), std::string::npos);
  record.detail.reply = tuple("10.0.0.2", 443, "192.0.2.1", 40000);
  EXPECT_NE(text(record).find(" ct new nat: orig 10.0.0.1:40000 > 10.0.0.2:443 reply "
                              "10.0.0.2:443 > 192.0.2.1:40000 +"),
            std::string::npos);
}

TEST_F(EventView, PingIsNotTranslatedBecauseItsAnswerHasAnotherType) {
  test::DetailedRecord record = dropped();
  record.detail.orig = tuple("10.0.0.1", 77, "10.0.0.2", 0x0800, 1);
  record.detail.reply = tuple("10.0.0.2", 77, "10.0.0.1", 0x0000, 1);
  EXPECT_FALSE(is_translated(record.detail));
  record.detail.reply = tuple("10.0.0.2", 78, "10.0.0.1", 0x0000, 1);
  EXPECT_TRUE(is_translated(record.detail));
}

TEST_F(EventView, LineEscapesWhatOthersChose) {
  test::DetailedRecord record = dropped();
  record.head.rule = 65538;
  record.head.flags |= NFTRACE_RECORD_TASK;
  record.detail.pid = 99;
  std::memset(record.detail.comm, 'x', sizeof(record.detail.comm));
  record.detail.comm[0] = '\n';
  const std::string line = text(record);
  EXPECT_NE(line.find("rule a\\x1b[2J "), std::string::npos);
  EXPECT_NE(line.find(" \\x0axxxxxxxxxxxxxxx[99] "), std::string::npos);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

TEST_F(EventView, LineOfAnAcceptTellsNoPlaceUnlessTheStackDroppedIt) {
  test::DetailedRecord record = dropped();
  record.head.verdict = NFTRACE_VERDICT_ACCEPT;
  EXPECT_EQ(text(record).find("nf_hook_slow"), std::string::npos);
  record.head.flags |= NFTRACE_RECORD_AFTER;
  EXPECT_NE(text(record).find("then dropped by the stack: NETFILTER_DROP at nf_hook_slow"),
            std::string::npos);
}

TEST_F(EventView, GapTellsHowMany) {
  ui::LineBuffer buffer;
  EventText(buffer, context()).put({1, 312, nullptr});
  EXPECT_EQ(buffer.text(), "-- 312 events lost here: reader too slow --\n");
  ui::JsonLine line;
  EventJson writer(line, context());
  writer.put({1, 312, nullptr});
  writer.put_gap(4, std::nullopt);
  EXPECT_EQ(line.buffer().text(), "{\"gap\":312,\"cpu\":1}\n{\"gap\":4,\"cpu\":null}\n");
}

TEST_F(EventView, JsonTellsEveryField) {
  test::DetailedRecord record = dropped();
  record.head.flight = 18446744073709551615U;
  record.head.mark = 0x10;
  record.head.flags |= NFTRACE_RECORD_CT | NFTRACE_RECORD_TASK;
  record.detail.ct_state = 3;
  record.detail.ct_status = 14;
  record.detail.orig = tuple("10.0.0.1", 40000, "10.0.0.2", 443);
  record.detail.reply = tuple("10.0.0.2", 443, "192.0.2.1", 40000);
  record.detail.pid = 99;
  std::strcpy(record.detail.comm, "a\"b");
  const auto value = json(record);
  EXPECT_EQ(value["event"], "verdict");
  EXPECT_EQ(value["time_ns"], 1'000'000'000'005'000'000U);
  EXPECT_EQ(value["cpu"], 3);
  EXPECT_EQ(value["seq"], 7);
  EXPECT_EQ(value["flight"], 18446744073709551615U);
  EXPECT_EQ(value["verdict"], "drop");
  EXPECT_EQ(value["hook"], "input");
  EXPECT_EQ(value["family"], "ip");
  EXPECT_EQ(value["protocol"], 6);
  EXPECT_EQ(value["src"], "10.0.0.1");
  EXPECT_EQ(value["sport"], 40000);
  EXPECT_EQ(value["dst"], "10.0.0.2");
  EXPECT_EQ(value["dport"], 443);
  EXPECT_EQ(value["len"], 60);
  EXPECT_EQ(value["iif"], "veth0");
  EXPECT_TRUE(value["oif"].is_null());
  EXPECT_EQ(value["mark"], 16);
  EXPECT_EQ(value["rule"], 65537);
  EXPECT_EQ(value["label"], "web");
  EXPECT_EQ(value["hits"], 2);
  EXPECT_EQ(value["elapsed_ns"], 12345);
  EXPECT_EQ(value["reason"], 8);
  EXPECT_EQ(value["reason_name"], "NETFILTER_DROP");
  EXPECT_EQ(value["symbol"], "nf_hook_slow+0xd5/0x110");
  EXPECT_EQ(value["ct"]["state"], "established");
  EXPECT_EQ(value["ct"]["status"], 14);
  EXPECT_EQ(value["ct"]["nat"], true);
  EXPECT_EQ(value["ct"]["reply"]["dst"], "192.0.2.1");
  EXPECT_EQ(value["pid"], 99);
  EXPECT_EQ(value["comm"], "a\"b");
}

TEST_F(EventView, ShowsTheLineOfAPlaceWhereItIsKnown) {
  EXPECT_FALSE(json(dropped()).contains("line"));
  line_ = "net/netfilter/core.c:626";
  EXPECT_EQ(json(dropped())["line"], "net/netfilter/core.c:626");
  EXPECT_NE(text(dropped()).find("nf_hook_slow+0xd5/0x110 net/netfilter/core.c:626"),
            std::string::npos);
}

TEST_F(EventView, JsonOfTheLongestRecordHasRoom) {
  test::DetailedRecord record = dropped();
  std::memset(&record, 0xff, sizeof(record));
  record.head.type = NFTRACE_RECORD_VERDICT;
  record.head.verdict = NFTRACE_VERDICT_STOLEN;
  record.head.hook = 4;
  record.head.family = NFPROTO_IPV6;
  record.head.flags = NFTRACE_RECORD_PORTS | NFTRACE_RECORD_CT | NFTRACE_RECORD_DETAIL;
  record.head.snaplen = 0;
  ui::JsonLine line;
  EventJson(line, context()).put({0xffffffff, 0, &record.head});
  const std::string text(line.buffer().text());
  EXPECT_EQ(nlohmann::json::parse(text)["flight"], 18446744073709551615U);
  // As much room as was made for the head and for the connection, see event_json.cpp.
  const std::size_t connection = text.find(R"(,"ct":)");
  EXPECT_LT(connection, 768);
  EXPECT_LT(text.size() - connection, 512);
}

TEST_F(EventView, JsonOfAHitHasNoVerdictAndThatOfAPieceOfPacketIsHexadecimal) {
  test::DetailedRecord hit = dropped();
  hit.head.type = NFTRACE_RECORD_HIT;
  hit.head.rule = 5;
  const auto value = json(hit);
  EXPECT_EQ(value["event"], "hit");
  EXPECT_FALSE(value.contains("verdict") || value.contains("reason") || value.contains("ct"));
  EXPECT_TRUE(value["label"].is_null());

  struct Snapped {
    test::DetailedRecord record;
    unsigned char bytes[8];
  } snapped = {dropped(), {0x45, 0x00, 0xfe}};
  snapped.record.head.snaplen = 3;
  EXPECT_EQ(json(snapped.record)["packet"], "4500fe");
}

TEST_F(EventView, LabelsAreReadOnceUntilTheNextRefresh) {
  EXPECT_EQ(names_.label(65537), "web");
  EXPECT_EQ(names_.label(9), "");
  EXPECT_EQ(names_.label(10), "");
  EXPECT_EQ(label_reads_, 1);
  names_.refresh(std::chrono::steady_clock::now());
  EXPECT_EQ(names_.label(9), "");
  EXPECT_EQ(label_reads_, 2);
}

EventSummary summary() {
  EventSummary out;
  out.tap = {.seen = 20, .skipped = 5, .crowded = 1, .records = 14, .lost = 4, .sent = 10};
  out.received.records = 10;
  out.received.verdicts = 10;
  out.shown = 10;
  return out;
}

TEST(EventSummary, AccountsForEveryPacketAndRecord) {
  EXPECT_TRUE(summary().balanced());
  EXPECT_EQ(summary_text(summary()),
            "seen 20 = told 14 + skipped 5 + untracked 1; records 14 = shown 10 + lost 4\n");
}

TEST(EventSummary, SaysWhenTheSumsDoNotAgree) {
  EventSummary wrong = summary();
  wrong.received.records = 9;
  wrong.shown = 8;
  EXPECT_FALSE(wrong.balanced());
  EXPECT_EQ(summary_text(wrong),
            "seen 20 = told 14 + skipped 5 + untracked 1; records 14 = shown 8 + passed over 1 + "
            "lost 4\nthese sums do not agree: the module sent 10 records, 9 were read\n");
}

TEST(EventSummary, IsLossyWithLostRecordsOrUntrackedPacketsOnly) {
  EventSummary whole = summary();
  EXPECT_TRUE(whole.lossy());
  whole.tap.lost = 0;
  whole.tap.records = 10;
  EXPECT_TRUE(whole.lossy());
  whole.tap.crowded = 0;
  EXPECT_FALSE(whole.lossy());
}

TEST(EventSummary, TellsWhatPausesAndRulesHeldBack) {
  EventSummary held = summary();
  held.tap.paused = 3;
  held.tap.thinned = 9;
  EXPECT_NE(summary_text(held).find("3 packets more were let by: the tap was over its budget\n"),
            std::string::npos);
  EXPECT_NE(summary_text(held).find("9 hits more were no events"), std::string::npos);
  held.tap.lost = 0;
  held.tap.crowded = 0;
  EXPECT_TRUE(held.lossy());
}

TEST(EventSummary, AsJsonHasTheSameNumbers) {
  ui::JsonLine line;
  put_summary(line, summary());
  const auto value = nlohmann::json::parse(line.buffer().text())["summary"];
  EXPECT_EQ(value["seen"], 20);
  EXPECT_EQ(value["told"], 14);
  EXPECT_EQ(value["skipped"], 5);
  EXPECT_EQ(value["untracked"], 1);
  EXPECT_EQ(value["records"], 14);
  EXPECT_EQ(value["shown"], 10);
  EXPECT_EQ(value["lost"], 4);
  EXPECT_EQ(value["balanced"], true);
}

}  // namespace
}  // namespace nftrace::cli
