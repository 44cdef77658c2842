// SPDX-License-Identifier: GPL-2.0-or-later
#include "client/event_lanes.h"

#include <gtest/gtest.h>

#include <limits>

#include "support/record_bytes.h"

namespace nftrace {
namespace {

using test::Buffer;
using test::record;
using test::record_bytes;

constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();

EventsMessage from_cpu(std::uint32_t cpu, const Buffer& records, std::uint64_t lost = 0) {
  EventsMessage message;
  message.cpu = cpu;
  message.lost = lost;
  message.records = records.view();
  return message;
}

/// "0:10 1:11 gap1:2": CPU and time of records, CPU and count of gaps.
std::string give(EventLanes& lanes, std::uint64_t until = kAll) {
  std::vector<Event> batch;
  lanes.give(until, batch);
  std::string out;
  for (const Event& event : batch) {
    if (!out.empty()) out += ' ';
    if (event.paused != 0) {
      out += "pause" + std::to_string(event.cpu) + ":" + std::to_string(event.paused);
      continue;
    }
    out += event.record == nullptr
               ? "gap" + std::to_string(event.cpu) + ":" + std::to_string(event.lost)
               : std::to_string(event.cpu) + ":" + std::to_string(event.record->time);
  }
  return out;
}

TEST(EventLanes, MergesCpusByTime) {
  EventLanes lanes;
  const auto one = record_bytes(record(0, 10)) + record_bytes(record(1, 30));
  const auto two = record_bytes(record(0, 20)) + record_bytes(record(1, 40));
  ASSERT_TRUE(lanes.add(from_cpu(0, one)));
  ASSERT_TRUE(lanes.add(from_cpu(1, two)));
  EXPECT_EQ(give(lanes), "0:10 1:20 0:30 1:40");
}

TEST(EventLanes, KeepsWhatIsYoungerForTheNextTime) {
  EventLanes lanes;
  ASSERT_TRUE(lanes.add(from_cpu(0, record_bytes(record(0, 10)) + record_bytes(record(1, 30)))));
  EXPECT_EQ(give(lanes, 29), "0:10");
  EXPECT_EQ(lanes.oldest(), 30U);
  EXPECT_EQ(lanes.kept_bytes(), sizeof(nftrace_record));
  ASSERT_TRUE(lanes.add(from_cpu(1, record_bytes(record(0, 20)))));
  EXPECT_EQ(give(lanes, 30), "1:20 0:30");
  EXPECT_FALSE(lanes.oldest());
}

TEST(EventLanes, KeepsTheOrderOfACpuEvenWhereItsTimesDoNot) {
  EventLanes lanes;
  const auto one = record_bytes(record(0, 30)) + record_bytes(record(1, 10));
  ASSERT_TRUE(lanes.add(from_cpu(0, one)));
  ASSERT_TRUE(lanes.add(from_cpu(1, record_bytes(record(0, 20)))));
  EXPECT_EQ(give(lanes), "1:20 0:30 0:10");
}

TEST(EventLanes, TellsAGapWhereTheNumbersOfACpuJump) {
  EventLanes lanes;
  const auto one = record_bytes(record(0, 10)) + record_bytes(record(313, 30));
  ASSERT_TRUE(lanes.add(from_cpu(0, one, 312)));
  ASSERT_TRUE(lanes.add(from_cpu(1, record_bytes(record(0, 20)))));
  EXPECT_EQ(give(lanes), "0:10 1:20 gap0:312 0:30");
  EXPECT_EQ(lanes.received().gaps, 312U);
  EXPECT_EQ(lanes.received().records, 3U);
  EXPECT_EQ(lanes.lost(), 312U);
}

TEST(EventLanes, TellsAGapBetweenTwoMessagesAndAheadOfTheFirst) {
  EventLanes lanes;
  ASSERT_TRUE(lanes.add(from_cpu(0, record_bytes(record(2, 10)))));
  EXPECT_EQ(give(lanes), "gap0:2 0:10");
  ASSERT_TRUE(lanes.add(from_cpu(0, record_bytes(record(3, 20)))));
  EXPECT_EQ(give(lanes), "0:20");
  ASSERT_TRUE(lanes.add(from_cpu(0, record_bytes(record(6, 30)))));
  EXPECT_EQ(give(lanes), "gap0:2 0:30");
}

TEST(EventLanes, CountsOnWhenTheSequenceWraps) {
  EventLanes lanes;
  const auto one = record_bytes(record(0xfffffffe, 10)) + record_bytes(record(0xffffffff, 11)) +
                   record_bytes(record(0, 12)) + record_bytes(record(3, 13));
  ASSERT_TRUE(lanes.add(from_cpu(0, one)));
  EXPECT_EQ(give(lanes), "gap0:4294967294 0:10 0:11 0:12 gap0:2 0:13");
  EXPECT_EQ(lanes.received().gaps, 4294967296U);
}

TEST(EventLanes, CountsATypeItDoesNotKnowAndHandsItToNobody) {
  EventLanes lanes;
  nftrace_record unknown = record(1, 11);
  unknown.type = 77;
  const auto records =
      record_bytes(record(0, 10)) + record_bytes(unknown, 40) + record_bytes(record(2, 12));
  ASSERT_TRUE(lanes.add(from_cpu(0, records)));
  EXPECT_EQ(give(lanes), "0:10 0:12");
  EXPECT_EQ(lanes.received().unknown, 1U);
  EXPECT_EQ(lanes.received().records, 3U);
  EXPECT_EQ(lanes.received().gaps, 0U);
}

TEST(EventLanes, CountsTheSameWithoutKeepingAnything) {
  nftrace_record hit = record(1, 11);
  hit.type = NFTRACE_RECORD_HIT;
  const auto records =
      record_bytes(record(0, 10)) + record_bytes(hit) + record_bytes(record(5, 12));
  EventLanes keeping;
  EventLanes counting;
  ASSERT_TRUE(keeping.add(from_cpu(0, records, 3)));
  (void)give(keeping);
  ASSERT_TRUE(counting.count(from_cpu(0, records, 3)));
  for (const EventLanes* lanes : {&keeping, &counting}) {
    EXPECT_EQ(lanes->received().records, 3U);
    EXPECT_EQ(lanes->received().hits, 1U);
    EXPECT_EQ(lanes->received().verdicts, 2U);
    EXPECT_EQ(lanes->received().gaps, 3U);
    EXPECT_EQ(lanes->received().bytes, 120U);
    EXPECT_EQ(lanes->lost(), 3U);
  }
  EXPECT_EQ(counting.kept_bytes(), 0U);
}

TEST(EventLanes, TellsAPauseOnceAndAlsoWithoutRecords) {
  EventLanes lanes;
  const auto one = record_bytes(record(0, 10));
  EventsMessage message = from_cpu(1, one);
  message.paused = 7;
  ASSERT_TRUE(lanes.add(message));
  EXPECT_EQ(give(lanes), "1:10 pause1:7");
  EXPECT_EQ(give(lanes), "");
  EventsMessage bare = from_cpu(1, {});
  bare.paused = 12;
  ASSERT_TRUE(lanes.add(bare));
  EXPECT_EQ(give(lanes), "pause1:5");
  EXPECT_EQ(lanes.paused(), 12U);
}

TEST(EventLanes, CountsFatesApartAndKnowsThem) {
  EventLanes lanes;
  nftrace_record fate = record(1, 11);
  fate.type = NFTRACE_RECORD_FATE;
  fate.verdict = NFTRACE_FATE_DROPPED;
  ASSERT_TRUE(lanes.add(from_cpu(0, record_bytes(record(0, 10)) + record_bytes(fate))));
  EXPECT_EQ(give(lanes), "0:10 0:11");
  EXPECT_EQ(lanes.received().fates, 1U);
  EXPECT_EQ(lanes.received().verdicts, 1U);
  EXPECT_EQ(lanes.received().unknown, 0U);
}

TEST(EventLanes, RefusesAMessageWithAWrongLength) {
  EventLanes lanes;
  Buffer cut = record_bytes(record(0, 10)) + record_bytes(record(1, 11));
  cut.data.resize(cut.data.size() - 8);
  EXPECT_EQ(lanes.add(from_cpu(0, cut)).error().code, Code::Malformed);
  EXPECT_EQ(lanes.count(from_cpu(0, cut)).error().code, Code::Malformed);
  EXPECT_EQ(give(lanes), "");
}

TEST(EventLanes, StaysWholeOverManyMessagesThatAreHandedOutInParts) {
  EventLanes lanes;
  std::uint64_t next = 0;
  for (std::uint32_t seq = 0; seq < 3000; seq += 3) {
    const auto three = record_bytes(record(seq, seq)) + record_bytes(record(seq + 1, seq + 1)) +
                       record_bytes(record(seq + 2, seq + 2));
    ASSERT_TRUE(lanes.add(from_cpu(0, three)));
    std::vector<Event> batch;
    lanes.give(seq, batch);
    for (const Event& event : batch) {
      ASSERT_NE(event.record, nullptr);
      ASSERT_EQ(event.record->time, next++);
    }
  }
  EXPECT_EQ(next, 2998U);
  EXPECT_LT(lanes.kept_bytes(), 3 * sizeof(nftrace_record));
}

}  // namespace
}  // namespace nftrace
