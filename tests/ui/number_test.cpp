// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/number.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <random>
#include <string>

namespace nftrace::ui {
namespace {

std::string digits(std::uint64_t number) {
  std::array<char, kNumberDigits> text;
  return std::string(text.data(), write_number(text.data(), number));
}

TEST(Number, IsAsTheLibraryWritesItOnBothSidesOfEveryPowerOfTen) {
  for (std::uint64_t power = 1;; power *= 10) {
    for (const std::uint64_t number : {power - 1, power, power + 1, power * 9 / 5}) {
      EXPECT_EQ(digits(number), std::to_string(number));
    }
    if (power > std::numeric_limits<std::uint64_t>::max() / 10) break;
  }
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(digits(most), std::to_string(most));
}

TEST(Number, IsAsTheLibraryWritesItWhateverItsLength) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 20000; ++round) {
    const std::uint64_t number = random() >> (random() % 64);
    ASSERT_EQ(digits(number), std::to_string(number));
  }
}

TEST(Number, OfNineDigitsKeepsItsZeros) {
  for (const std::uint32_t number : {0U, 1U, 99999999U, 100000000U, 120003004U, 999999999U}) {
    std::array<char, 9> text;
    ASSERT_EQ(write_nine_digits(text.data(), number), text.data() + text.size());
    const std::string plain = std::to_string(number);
    EXPECT_EQ(std::string(text.data(), text.size()), std::string(9 - plain.size(), '0') + plain);
  }
}

}  // namespace
}  // namespace nftrace::ui
