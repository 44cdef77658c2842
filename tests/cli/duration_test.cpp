// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/duration.h"

#include <gtest/gtest.h>

namespace nftrace::cli {
namespace {

using std::chrono::milliseconds;

TEST(Duration, HasUnitsAndIsSecondsWithoutOne) {
  EXPECT_EQ(parse_duration("250ms"), milliseconds(250));
  EXPECT_EQ(parse_duration("1s"), milliseconds(1000));
  EXPECT_EQ(parse_duration("2"), milliseconds(2000));
  EXPECT_EQ(parse_duration("0.5"), milliseconds(500));
  EXPECT_EQ(parse_duration("1.5s"), milliseconds(1500));
  EXPECT_EQ(parse_duration("2m"), milliseconds(120000));
  EXPECT_EQ(parse_duration("1h"), milliseconds(3600000));
  EXPECT_EQ(parse_duration("0"), milliseconds(0));
}

TEST(Duration, RefusesWhatIsNone) {
  for (const char* text : {"", "s", "-1", "-1s", "1x", "1 s", " 1", "1s ", "nan", "inf", "1e9",
                           "0x10", "1ss", "999999999h"}) {
    const auto parsed = parse_duration(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, Code::Usage);
  }
}

TEST(Interval, IsTenMillisecondsToAMinute) {
  EXPECT_TRUE(parse_interval("10ms"));
  EXPECT_TRUE(parse_interval("60s"));
  EXPECT_TRUE(parse_interval("1m"));
  EXPECT_FALSE(parse_interval("9ms"));
  EXPECT_FALSE(parse_interval("60.1"));
  EXPECT_FALSE(parse_interval("0"));
}

TEST(Interval, EscapesWhatItQuotes) {
  EXPECT_EQ(parse_interval("\033").error().what.find('\033'), std::string::npos);
}

}  // namespace
}  // namespace nftrace::cli
