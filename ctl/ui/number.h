// SPDX-License-Identifier: GPL-2.0-or-later
// Decimal digits, many a second.
#pragma once

#include <cstddef>
#include <cstdint>

namespace nftrace::ui {

/// Digits that a number has at most.
constexpr std::size_t kNumberDigits = 20;

/// Two digits or more; see write_number().
[[nodiscard]] char* write_long_number(char* at, std::uint64_t number);

/// Writes up to kNumberDigits digits to `at`, without zeros in front. Returns where
/// they end.
[[nodiscard, gnu::always_inline]] inline char* write_number(char* at, std::uint64_t number) {
  if (number >= 10) return write_long_number(at, number);
  *at = static_cast<char>('0' + number);
  return at + 1;
}

/// Writes nine digits, with zeros in front; `number` has no more. Returns where they end.
[[nodiscard]] char* write_nine_digits(char* at, std::uint32_t number);

}  // namespace nftrace::ui
