// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/human.h"

#include <gtest/gtest.h>

#include <cmath>

namespace nftrace::ui {
namespace {

TEST(HumanNumber, UsesUnitsOfAThousand) {
  EXPECT_EQ(human_number(0), "0");
  EXPECT_EQ(human_number(7), "7");
  EXPECT_EQ(human_number(7.46), "7.5");
  EXPECT_EQ(human_number(999), "999");
  EXPECT_EQ(human_number(1234), "1.23k");
  EXPECT_EQ(human_number(45600), "45.6k");
  EXPECT_EQ(human_number(789e6), "789M");
  EXPECT_EQ(human_number(1.5e9), "1.50G");
}

TEST(HumanNumber, CarriesIntoTheNextUnit) {
  EXPECT_EQ(human_number(999.6), "1.00k");
  EXPECT_EQ(human_number(999600), "1.00M");
}

TEST(HumanNumber, DoesNotCallAFewNone) { EXPECT_EQ(human_number(0.01), "<0.1"); }

TEST(HumanNumber, IsNeverLongerThanFiveCharacters) {
  for (double value = 0.001; value < 1e20; value *= 1.07) {
    EXPECT_LE(human_number(value).size(), 5U) << value;
  }
  EXPECT_EQ(human_number(-1), "0");
  EXPECT_EQ(human_number(std::nan("")), "0");
}

TEST(HumanCount, IsExactUpToSevenDigits) {
  EXPECT_EQ(human_count(9999999), "9999999");
  EXPECT_EQ(human_count(10000000), "10.0M");
  EXPECT_EQ(human_count(UINT64_MAX), "18.4E");
}

TEST(HumanAge, UsesOneUnit) {
  using std::chrono::hours;
  using std::chrono::milliseconds;
  using std::chrono::seconds;
  EXPECT_EQ(human_age(milliseconds(320)), "0.3s");
  EXPECT_EQ(human_age(seconds(12)), "12s");
  EXPECT_EQ(human_age(seconds(300)), "5m");
  EXPECT_EQ(human_age(hours(3)), "3h");
  EXPECT_EQ(human_age(hours(24 * 40)), "40d");
  EXPECT_EQ(human_age(milliseconds(-5)), "0.0s");
}

}  // namespace
}  // namespace nftrace::ui
