// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/line_buffer.h"

#include <algorithm>
#include <array>

#include "ui/text.h"

namespace nftrace::ui {

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

void LineBuffer::put_padded(std::uint64_t number, std::size_t digits) {
  std::array<char, kNumberDigits> plain;
  const auto size = static_cast<std::size_t>(write_number(plain.data(), number) - plain.data());
  const std::size_t zeros = digits > size ? digits - size : 0;
  char* at = room(zeros + size);
  std::memset(at, '0', zeros);
  std::memcpy(at + zeros, plain.data(), size);
  at_ += zeros + size;
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
