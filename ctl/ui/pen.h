// SPDX-License-Identifier: GPL-2.0-or-later
// Text written where there is room for sure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "ui/address.h"
#include "ui/number.h"

namespace nftrace::ui {

/// A word of up to 15 characters: to copy all of its memory costs less than to copy
/// as much as it is long.
class ShortWord {
 public:
  constexpr ShortWord() = default;
  /// What is behind the 15th character is cut off.
  explicit constexpr ShortWord(std::string_view word) {
    for (; size_ < text_.size() - 1 && size_ < word.size(); ++size_) text_[size_] = word[size_];
  }

 private:
  friend class Pen;
  std::array<char, 16> text_{};
  std::uint8_t size_ = 0;
};

/// Writes and looks at nothing, where a LineBuffer would ask each time for room:
///
///   Pen pen(buffer.room(64));
///   pen.put(R"({"len":)");
///   pen.put_number(60);
///   buffer.advance_to(pen.end());
///
/// The usual mistake is to have asked for less room than is written. A ShortWord
/// needs 16 bytes, an IPv4 address kIpv4Room, whatever their length.
class Pen {
 public:
  explicit Pen(char* at) : at_(at) {}

  /// A literal.
  template <std::size_t N>
  [[gnu::always_inline]] void put(const char (&text)[N]) {
    std::memcpy(at_, text, N - 1);
    at_ += N - 1;
  }
  void put(std::string_view text) {
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  [[gnu::always_inline]] void put(const ShortWord& word) {
    std::memcpy(at_, word.text_.data(), word.text_.size());
    at_ += word.size_;
  }
  [[gnu::always_inline]] void put_number(std::uint64_t number) { at_ = write_number(at_, number); }
  /// See write_nine_digits().
  void put_nine_digits(std::uint32_t number) { at_ = write_nine_digits(at_, number); }
  void put_ipv4(const std::uint8_t* address) { at_ = write_ipv4(at_, address); }
  void put_ipv6(const std::uint8_t* address) { at_ = write_ipv6(at_, address); }

  [[nodiscard]] char* end() const { return at_; }

 private:
  char* at_;
};

}  // namespace nftrace::ui
