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

#include "ui/number.h"

namespace nftrace::ui {

/// One std::string that keeps its memory. Faster than std::string::append() for
/// many short pieces: the pieces are copied where the compiler knows their length.
class LineBuffer {
 public:
  LineBuffer() { grow(0); }
  // Its pointers are into its own text.
  LineBuffer(const LineBuffer&) = delete;
  LineBuffer& operator=(const LineBuffer&) = delete;

  [[gnu::always_inline]] void put(char character) {
    *room(1) = character;
    ++at_;
  }

  [[gnu::always_inline]] void put(std::string_view piece) {
    std::memcpy(room(piece.size()), piece.data(), piece.size());
    at_ += piece.size();
  }

  /// Decimal digits.
  void put_number(std::uint64_t number) { at_ = write_number(room(kNumberDigits), number); }

  /// Decimal digits, with zeros in front up to `digits`, which is at most 20.
  void put_padded(std::uint64_t number, std::size_t digits);

  /// Hexadecimal digits, without 0x and without zeros in front.
  void put_hex(std::uint64_t number) {
    char* at = room(kNumberDigits);
    at_ = std::to_chars(at, at + kNumberDigits, number, 16).ptr;
  }

  /// Two hexadecimal digits for each byte.
  void put_hex_bytes(std::span<const std::byte> bytes);

  /// As ui::escape() has it.
  void put_escaped(std::string_view piece);

  /// Where `bytes` more have room; advance_to() says how far it was written.
  [[nodiscard, gnu::always_inline]] char* room(std::size_t bytes) {
    if (static_cast<std::size_t>(end_ - at_) < bytes) [[unlikely]]
      grow(bytes);
    return at_;
  }
  void advance_to(char* end) { at_ = end; }

  [[nodiscard]] std::string_view text() const { return {text_.data(), size()}; }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(at_ - text_.data()); }
  void clear() { at_ = text_.data(); }

 private:
  static constexpr std::size_t kStep = 64 * 1024;
  void grow(std::size_t bytes);

  std::string text_;
  char* at_ = nullptr;
  char* end_ = nullptr;
};

/// Whether every character is printable ASCII and none is `"` or `\`: such text
/// needs no escape, neither on a terminal nor in JSON.
[[nodiscard]] bool is_plain(std::string_view text);

}  // namespace nftrace::ui
