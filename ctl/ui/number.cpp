// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/number.h"

#include <array>
#include <cstring>

namespace nftrace::ui {
namespace {

constexpr std::uint32_t kFourDigits = 10'000;
constexpr std::uint32_t kEightDigits = 100'000'000;

/// "000102...99"
constexpr auto kPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t number = 0; number < 100; ++number) {
    pairs[2 * number] = static_cast<char>('0' + number / 10);
    pairs[2 * number + 1] = static_cast<char>('0' + number % 10);
  }
  return pairs;
}();

// With as many digits as they are called, zeros in front.

void write_two(char* at, std::uint32_t number) { std::memcpy(at, &kPairs[2 * number], 2); }

void write_four(char* at, std::uint32_t number) {
  write_two(at, number / 100);
  write_two(at + 2, number % 100);
}

void write_eight(char* at, std::uint32_t number) {
  write_four(at, number / kFourDigits);
  write_four(at + 4, number % kFourDigits);
}

/// One to four digits.
char* write_short(char* at, std::uint32_t number) {
  if (number < 10) {
    *at = static_cast<char>('0' + number);
    return at + 1;
  }
  if (number < 100) {
    write_two(at, number);
    return at + 2;
  }
  if (number < 1000) {
    *at = static_cast<char>('0' + number / 100);
    write_two(at + 1, number % 100);
    return at + 3;
  }
  write_four(at, number);
  return at + 4;
}

/// One to eight.
char* write_medium(char* at, std::uint32_t number) {
  if (number < kFourDigits) return write_short(at, number);
  at = write_short(at, number / kFourDigits);
  write_four(at, number % kFourDigits);
  return at + 4;
}

}  // namespace

char* write_long_number(char* at, std::uint64_t number) {
  if (number < kEightDigits) return write_medium(at, static_cast<std::uint32_t>(number));
  at = write_long_number(at, number / kEightDigits);
  write_eight(at, static_cast<std::uint32_t>(number % kEightDigits));
  return at + 8;
}

char* write_nine_digits(char* at, std::uint32_t number) {
  *at = static_cast<char>('0' + number / kEightDigits);
  write_eight(at + 1, number % kEightDigits);
  return at + 9;
}

}  // namespace nftrace::ui
