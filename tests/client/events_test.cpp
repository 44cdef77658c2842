// SPDX-License-Identifier: GPL-2.0-or-later
#include "client/events.h"

#include <gtest/gtest.h>
#include <linux/netlink.h>

#include "support/record_bytes.h"

namespace nftrace {
namespace {

using test::attribute;
using test::Buffer;
using test::events_bytes;
using test::number;
using test::record;
using test::record_bytes;
using test::text;

constexpr std::size_t kRecord = sizeof(nftrace_record);

/// How many records are read before the end or the first wrong length.
std::pair<int, bool> read_records(const Buffer& records) {
  RecordReader reader(records.view());
  int count = 0;
  while (reader.next()) ++count;
  return {count, reader.malformed()};
}

TEST(EventsDecoder, ReadsNamesAndRecordsInAnyOrder) {
  const Buffer place = attribute(NFTRACE_PLACE_A_SYMBOL, text("nf_hook_slow+0xd5/0x110")) +
                       attribute(NFTRACE_PLACE_A_COUNT, number(std::uint64_t{3}));
  const Buffer reason = attribute(NFTRACE_PLACE_A_REASON, number(std::uint32_t{8})) +
                        attribute(NFTRACE_PLACE_A_REASON_NAME, text("NETFILTER_DROP"));
  const auto bytes = events_bytes(1, 312, record_bytes(record(0, 5))) +
                     attribute(NFTRACE_EVENTS_A_PLACE | NLA_F_NESTED, place) +
                     attribute(NFTRACE_EVENTS_A_PAD, {}) +
                     attribute(NFTRACE_EVENTS_A_REASON | NLA_F_NESTED, reason) +
                     attribute(NFTRACE_EVENTS_A_MAX + 1, number(std::uint64_t{1}));
  const auto message = decode_events(bytes.view());
  ASSERT_TRUE(message) << message.error().what;
  EXPECT_EQ(message->cpu, 1U);
  EXPECT_EQ(message->lost, 312U);
  ASSERT_EQ(message->places.size(), 1U);
  EXPECT_EQ(message->places[0].number, 3U);
  EXPECT_EQ(message->places[0].symbol, "nf_hook_slow+0xd5/0x110");
  ASSERT_EQ(message->reasons.size(), 1U);
  EXPECT_EQ(message->reasons[0].reason, 8U);
  EXPECT_EQ(message->reasons[0].name, "NETFILTER_DROP");
  EXPECT_EQ(message->records.size(), kRecord);
}

TEST(EventsDecoder, RefusesAMessageWithoutACpuOrWithOneThatMakesNoSense) {
  const auto none = attribute(NFTRACE_EVENTS_A_LOST, number(std::uint64_t{0}));
  EXPECT_EQ(decode_events(none.view()).error().code, Code::Malformed);
  EXPECT_EQ(decode_events(events_bytes(0xffffffff, 0, {}).view()).error().code, Code::Malformed);
}

TEST(EventsDecoder, RefusesTwoListsOfRecords) {
  const auto one = attribute(NFTRACE_EVENTS_A_RECORDS, record_bytes(record(0, 1)));
  EXPECT_EQ(
      decode_events((events_bytes(0, 0, record_bytes(record(1, 2))) + one).view()).error().code,
      Code::Malformed);
}

TEST(EventsDecoder, RefusesANameWithoutItsNumber) {
  const Buffer place = attribute(NFTRACE_PLACE_A_SYMBOL, text("x"));
  EXPECT_EQ(
      decode_events((events_bytes(0, 0, {}) + attribute(NFTRACE_EVENTS_A_PLACE, place)).view())
          .error()
          .code,
      Code::Malformed);
}

TEST(EventsDecoder, RefusesEveryCutOfAMessage) {
  const Buffer whole = events_bytes(1, 2, record_bytes(record(0, 5)));
  // Cut between two attributes it is a shorter message, and an honest one.
  const std::size_t honest[] = {0, 8, 20, whole.data.size()};
  for (std::size_t size = 1; size < whole.data.size(); ++size) {
    const bool border = std::find(std::begin(honest), std::end(honest), size) != std::end(honest);
    const auto message = decode_events(whole.view().first(size));
    EXPECT_EQ(message.has_value(), border) << size;
  }
}

TEST(RecordReader, ReadsWhatStandsInARow) {
  nftrace_record with_packet = record(7, 9);
  with_packet.snaplen = 5;
  const auto records = record_bytes(record(6, 8)) + record_bytes(with_packet, kRecord + 8);
  RecordReader reader(records.view());
  const auto first = reader.next();
  const auto second = reader.next();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->seq, 6U);
  EXPECT_EQ(first->time, 8U);
  EXPECT_EQ(second->seq, 7U);
  EXPECT_EQ(second->bytes.size(), kRecord + 8);
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.malformed());
}

TEST(RecordReader, SkipsATypeItDoesNotKnowByItsSize) {
  nftrace_record unknown = record(0, 1);
  unknown.type = 77;
  const auto records = record_bytes(unknown, 48) + record_bytes(record(1, 2));
  EXPECT_EQ(read_records(records), std::pair(2, false));
}

TEST(RecordReader, RefusesEveryCutOfARecord) {
  const Buffer whole = record_bytes(record(0, 5));
  for (std::size_t size = 1; size < whole.data.size(); ++size) {
    Buffer cut = whole;
    cut.data.resize(size);
    EXPECT_EQ(read_records(cut), std::pair(0, true)) << size;
  }
}

TEST(RecordReader, RefusesASizeThatLies) {
  const auto sized = [](std::uint16_t size) {
    nftrace_record lying = record(0, 5);
    lying.size = size;
    return number(lying) + number(record(1, 6));
  };
  EXPECT_EQ(read_records(sized(kRecord)), std::pair(2, false));
  // None, less than the head, not a multiple of 8, less than the type needs, more than there is.
  for (const std::size_t size : {std::size_t{0}, std::size_t{8}, kRecord + 4, kRecord - 8,
                                 2 * kRecord + 8, std::size_t{0xfff8}}) {
    EXPECT_EQ(read_records(sized(static_cast<std::uint16_t>(size))), std::pair(0, true)) << size;
  }
}

TEST(RecordReader, FindsDetailAndPieceOfThePacketBehindTheRecord) {
  nftrace_record head = record(0, 5);
  head.flags = NFTRACE_RECORD_DETAIL;
  head.snaplen = 3;
  head.size = kRecord + sizeof(nftrace_detail) + 8;
  nftrace_detail detail{};
  detail.pid = 99;
  const auto bytes = number(head) + number(detail) + number(std::uint64_t{0x030201});
  RecordReader reader(bytes.view());
  const auto read = reader.next();
  ASSERT_TRUE(read);
  const auto& found = *reinterpret_cast<const nftrace_record*>(read->bytes.data());
  EXPECT_EQ(detail_of(found).pid, 99U);
  ASSERT_EQ(snap_of(found).size(), 3U);
  EXPECT_EQ(snap_of(found)[2], std::byte{3});

  const auto plain = record_bytes(record(0, 5));
  EXPECT_EQ(detail_of(*reinterpret_cast<const nftrace_record*>(plain.data.data())).pid, 0U);
}

TEST(RecordReader, RefusesADetailBeyondTheRecord) {
  nftrace_record lying = record(0, 5);
  lying.flags = NFTRACE_RECORD_DETAIL;
  EXPECT_EQ(read_records(record_bytes(lying, kRecord + sizeof(nftrace_detail) - 8)),
            std::pair(0, true));
  EXPECT_EQ(read_records(record_bytes(lying, kRecord + sizeof(nftrace_detail))),
            std::pair(1, false));
}

TEST(RecordReader, RefusesAPieceOfThePacketBeyondTheRecord) {
  nftrace_record lying = record(0, 5);
  lying.snaplen = 9;
  EXPECT_EQ(read_records(record_bytes(lying, kRecord + 8)), std::pair(0, true));
  lying.snaplen = 8;
  EXPECT_EQ(read_records(record_bytes(lying, kRecord + 8)), std::pair(1, false));
}

}  // namespace
}  // namespace nftrace
