// SPDX-License-Identifier: GPL-2.0-or-later
// Text that grows at its end, for output of many lines a second.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace nftrace::ui {

/// One std::string that keeps its memory. Faster than std::string::append() for
/// many short pieces: the pieces are copied where the compiler knows their length.
class LineBuffer {
 public:
  LineBuffer() { text_.resize(kStep); }

  void put(char character) {
    *room(1) = character;
    ++used_;
  }

  void put(std::string_view piece) {
    std::memcpy(room(piece.size()), piece.data(), piece.size());
    used_ += piece.size();
  }

  /// Decimal digits.
  void put_number(std::uint64_t number) {
    char* at = room(kDigits);
    used_ += static_cast<std::size_t>(std::to_chars(at, at + kDigits, number).ptr - at);
  }

  /// Decimal digits, with zeros in front up to `digits`, which is at most 20.
  void put_padded(std::uint64_t number, std::size_t digits);

  /// Hexadecimal digits, without 0x and without zeros in front.
  void put_hex(std::uint64_t number) {
    char* at = room(kDigits);
    used_ += static_cast<std::size_t>(std::to_chars(at, at + kDigits, number, 16).ptr - at);
  }

  /// Two hexadecimal digits for each byte.
  void put_hex_bytes(std::span<const std::byte> bytes);

  /// As ui::escape() has it.
  void put_escaped(std::string_view piece);

  /// Where `bytes` more have room; advance() says how many were written.
  [[nodiscard]] char* room(std::size_t bytes) {
    if (text_.size() - used_ < bytes) grow(bytes);
    return text_.data() + used_;
  }
  void advance(std::size_t bytes) { used_ += bytes; }

  [[nodiscard]] std::string_view text() const { return {text_.data(), used_}; }
  [[nodiscard]] std::size_t size() const { return used_; }
  void clear() { used_ = 0; }

 private:
  static constexpr std::size_t kStep = 64 * 1024;
  static constexpr std::size_t kDigits = 20;
  void grow(std::size_t bytes);

  std::string text_;
  std::size_t used_ = 0;
};

/// Whether every character is printable ASCII and none is `"` or `\`: such text
/// needs no escape, neither on a terminal nor in JSON.
[[nodiscard]] bool is_plain(std::string_view text);

}  // namespace nftrace::ui
