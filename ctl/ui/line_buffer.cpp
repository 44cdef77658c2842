// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/line_buffer.h"

#include <algorithm>
#include <array>

#include "ui/text.h"

namespace nftrace::ui {

namespace {

/// "000102...99"
constexpr auto kPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t number = 0; number < 100; ++number) {
    pairs[2 * number] = static_cast<char>('0' + number / 10);
    pairs[2 * number + 1] = static_cast<char>('0' + number % 10);
  }
  return pairs;
}();

/// Decimal digits, two at a time from the last; `from` is where the first stands.
/// Behind them there is room for as many bytes again, to be copied and not looked at.
struct Digits {
  static constexpr std::size_t kMost = 20;
  std::array<char, 2 * kMost> text;
  char* from = text.data() + kMost;

  explicit Digits(std::uint64_t number) {
    while (number >= 100) {
      from -= 2;
      std::memcpy(from, &kPairs[2 * (number % 100)], 2);
      number /= 100;
    }
    from -= 2;
    std::memcpy(from, &kPairs[2 * number], 2);
    from += number < 10 ? 1 : 0;
  }
  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>(text.data() + kMost - from);
  }
};

}  // namespace

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char character) {
    return character >= ' ' && character <= '~' && character != '"' && character != '\\';
  });
}

void LineBuffer::grow(std::size_t bytes) {
  const std::size_t used = text_.empty() ? 0 : size();
  text_.resize(std::max(text_.size() * 2, used + bytes + kStep));
  at_ = text_.data() + used;
  end_ = text_.data() + text_.size();
}

void LineBuffer::put_number(std::uint64_t number) {
  if (number < 10) return put(static_cast<char>('0' + number));
  const Digits digits(number);
  // A length that the compiler knows costs less than one that fits.
  std::memcpy(room(Digits::kMost), digits.from, Digits::kMost);
  at_ += digits.size();
}

void LineBuffer::put_padded(std::uint64_t number, std::size_t digits) {
  const Digits plain(number);
  const std::size_t zeros = digits > plain.size() ? digits - plain.size() : 0;
  char* at = room(zeros + plain.size());
  std::memset(at, '0', zeros);
  std::memcpy(at + zeros, plain.from, plain.size());
  at_ += zeros + plain.size();
}

void LineBuffer::put_hex_bytes(std::span<const std::byte> bytes) {
  static constexpr char kHex[] = "0123456789abcdef";
  char* at = room(2 * bytes.size());
  for (const std::byte byte : bytes) {
    *at++ = kHex[std::to_integer<unsigned>(byte >> 4)];
    *at++ = kHex[std::to_integer<unsigned>(byte & std::byte{0xf})];
  }
  advance_to(at);
}

void LineBuffer::put_escaped(std::string_view piece) {
  if (is_plain(piece)) {
    put(piece);
  } else {
    put(std::string_view(escape(piece)));
  }
}

}  // namespace nftrace::ui
