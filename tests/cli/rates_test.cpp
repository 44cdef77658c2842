// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/rates.h"

#include <gtest/gtest.h>

namespace nftrace::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Clock::time_point kStart{seconds(1000)};
constexpr milliseconds kInterval{1000};

Clock::time_point at(int ms) { return kStart + milliseconds(ms); }

TEST(RateMeter, KnowsNothingAfterOneSample) {
  RateMeter meter;
  EXPECT_FALSE(meter.rate());
  meter.sample(5, 420, at(0));
  EXPECT_FALSE(meter.rate());
}

TEST(RateMeter, DividesByTheTimeBetweenSamples) {
  RateMeter meter;
  meter.sample(100, 1000, at(0));
  meter.sample(150, 6000, at(1000));
  meter.tick(at(1010), kInterval);
  ASSERT_TRUE(meter.rate());
  EXPECT_DOUBLE_EQ(meter.rate()->hits, 50);
  EXPECT_DOUBLE_EQ(meter.rate()->bytes, 5000);
}

// A sample that came just after one tick, and the next one just before another,
// once made the rate swing between nothing and the double.
TEST(RateMeter, DoesNotSwingWhenSamplesComeAroundTheTick) {
  RateMeter meter;
  meter.sample(0, 0, at(0));
  meter.sample(100, 0, at(990));
  meter.tick(at(1000), kInterval);
  EXPECT_NEAR(meter.rate()->hits, 100, 2);
  meter.tick(at(2000), kInterval);  // the sample is late
  EXPECT_NEAR(meter.rate()->hits, 100, 2);
  meter.sample(200, 0, at(2005));
  meter.sample(300, 0, at(2995));
  meter.tick(at(3000), kInterval);
  EXPECT_NEAR(meter.rate()->hits, 100, 2);
}

TEST(RateMeter, IsZeroAfterAQuietTime) {
  RateMeter meter;
  meter.sample(0, 0, at(0));
  meter.sample(100, 100, at(500));
  meter.tick(at(1000), kInterval);
  meter.tick(at(2000), kInterval);
  EXPECT_DOUBLE_EQ(meter.rate()->hits, 0);
}

TEST(RateMeter, MeasuresABurstFromTheQuietTimeBeforeIt) {
  RateMeter meter;
  meter.sample(100, 0, at(0));
  for (int ms = 1000; ms <= 60000; ms += 1000) meter.tick(at(ms), kInterval);
  meter.sample(200, 0, at(61000));
  meter.tick(at(61000), kInterval);
  EXPECT_DOUBLE_EQ(meter.rate()->hits, 100);
}

TEST(RateMeter, IsNeverNegativeWhenCountersAreReset) {
  RateMeter meter;
  meter.sample(1000, 1000, at(0));
  meter.sample(10, 10, at(1000));
  meter.tick(at(1001), kInterval);
  EXPECT_FALSE(meter.rate());
  meter.sample(30, 30, at(2000));
  meter.tick(at(2001), kInterval);
  EXPECT_DOUBLE_EQ(meter.rate()->hits, 20);
}

TEST(RateMeter, TakesAResetOfTheBytesAloneAsAReset) {
  RateMeter meter;
  meter.sample(10, 1000, at(0));
  meter.sample(10, 10, at(1000));
  meter.tick(at(1001), kInterval);
  EXPECT_FALSE(meter.rate());
}

TEST(RateMeter, TakesAResetOfTheHitsAloneAsAReset) {
  RateMeter meter;
  meter.sample(10, 840, at(0));
  meter.sample(2, 3000, at(1000));  // few, but large
  meter.tick(at(1001), kInterval);
  EXPECT_FALSE(meter.rate());
}

TEST(RateMeter, DoesNotBlowUpASampleSoonAfterTheLast) {
  RateMeter meter;
  meter.sample(0, 0, at(0));
  meter.sample(10, 0, at(10));
  meter.tick(at(1000), kInterval);
  EXPECT_LE(meter.rate()->hits, 20);
}

}  // namespace
}  // namespace nftrace::cli
