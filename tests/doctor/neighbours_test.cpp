// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/neighbours.h"

#include <gtest/gtest.h>
#include <linux/neighbour.h>

#include <cstring>

namespace nftrace::doctor {
namespace {

std::vector<std::byte> attribute(std::uint16_t type, const void* data, std::size_t size) {
  std::vector<std::byte> bytes((4 + size + 3) / 4 * 4);
  const auto length = static_cast<std::uint16_t>(4 + size);
  std::memcpy(bytes.data(), &length, 2);
  std::memcpy(bytes.data() + 2, &type, 2);
  std::memcpy(bytes.data() + 4, data, size);
  return bytes;
}

std::vector<std::byte> table(bool whole) {
  std::vector<std::byte> bytes(sizeof(ndtmsg));
  const auto add = [&](const std::vector<std::byte>& more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
  };
  const std::uint32_t most = 1024;
  ndt_config config{};
  config.ndtc_entries = 7;
  ndt_stats stats{};
  stats.ndts_forced_gc_runs = 3;
  stats.ndts_table_fulls = 2;
  add(attribute(NDTA_NAME, "arp_cache", 10));
  if (!whole) return bytes;
  add(attribute(NDTA_THRESH3, &most, sizeof(most)));
  add(attribute(NDTA_CONFIG, &config, sizeof(config)));
  add(attribute(NDTA_STATS, &stats, sizeof(stats)));
  return bytes;
}

Message message(const std::vector<std::byte>& bytes) {
  Message message;
  message.payload = bytes;
  return message;
}

TEST(NeighbourTable, IsReadFromOneMessage) {
  const auto bytes = table(true);
  const auto read = decode_neighbour_table(message(bytes));
  ASSERT_TRUE(read);
  ASSERT_TRUE(*read);
  EXPECT_EQ((*read)->name, "arp_cache");
  EXPECT_EQ((*read)->thresh3, 1024U);
  EXPECT_EQ((*read)->entries, 7U);
  EXPECT_EQ((*read)->forced_gc, 3U);
  EXPECT_EQ((*read)->table_full, 2U);
}

TEST(NeighbourTable, IsNotToldByAMessageOfOneDevice) {
  const auto bytes = table(false);
  const auto read = decode_neighbour_table(message(bytes));
  ASSERT_TRUE(read);
  EXPECT_FALSE(*read);
}

TEST(NeighbourTable, SurvivesAMessageCutAnywhere) {
  const auto bytes = table(true);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const std::vector<std::byte> cut(bytes.begin(), bytes.begin() + static_cast<long>(length));
    (void)decode_neighbour_table(message(cut));
  }
}

}  // namespace
}  // namespace nftrace::doctor
