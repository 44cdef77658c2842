// SPDX-License-Identifier: GPL-2.0-or-later
#include "client/tap_counters.h"

#include <gtest/gtest.h>
#include <linux/nftrace.h>

#include "support/bytes.h"

namespace nftrace {
namespace {

using test::attribute;
using test::Buffer;
using test::number;

Buffer numbers(std::uint64_t first) {
  Buffer buffer;
  for (unsigned type = NFTRACE_TAP_A_SEEN; type <= NFTRACE_TAP_A_SENT; ++type) {
    buffer = buffer + attribute(type, number(first--));
  }
  buffer = attribute(NFTRACE_TAP_A_THINNED, number(std::uint64_t{77})) +
           attribute(NFTRACE_TAP_A_PAUSED, number(std::uint64_t{78})) + buffer;
  return buffer;
}

TEST(TapCounters, AreReadWithOrWithoutTheirEnd) {
  const auto running = decode_tap(numbers(106).view());
  ASSERT_TRUE(running);
  EXPECT_EQ(running->seen, 106U);
  EXPECT_EQ(running->skipped, 105U);
  EXPECT_EQ(running->crowded, 104U);
  EXPECT_EQ(running->records, 103U);
  EXPECT_EQ(running->lost, 102U);
  EXPECT_EQ(running->sent, 101U);
  EXPECT_EQ(running->thinned, 77U);
  EXPECT_EQ(running->paused, 78U);
  EXPECT_FALSE(running->done);
  const auto done = decode_tap((numbers(6) + attribute(NFTRACE_TAP_A_DONE, {})).view());
  ASSERT_TRUE(done);
  EXPECT_TRUE(done->done);
}

TEST(TapCounters, AreRefusedWhenOneIsMissingOrShort) {
  Buffer short_one = numbers(6);
  short_one.data.resize(short_one.data.size() - 12);
  EXPECT_EQ(decode_tap(short_one.view()).error().code, Code::Malformed);
  short_one = short_one + attribute(NFTRACE_TAP_A_SENT, number(std::uint32_t{1}));
  EXPECT_EQ(decode_tap(short_one.view()).error().code, Code::Malformed);
  Buffer cut = numbers(6);
  cut.data.pop_back();
  EXPECT_EQ(decode_tap(cut.view()).error().code, Code::Malformed);
}

TEST(TapCounters, NeverTellMoreThanThereIsWhileTheyAreReadOneByOne) {
  TapCounters counters;
  counters.seen = 5;
  counters.skipped = 4;
  counters.crowded = 2;
  counters.records = 3;
  counters.sent = 4;
  EXPECT_EQ(counters.told(), 0U);
  EXPECT_EQ(counters.buffered(), 0U);
}

}  // namespace
}  // namespace nftrace
