// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/text.h"

#include <array>
#include <cstdint>

namespace nftrace::ui {
namespace {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;  ///< 0: not UTF-8
};

/// The first character of a text that is not empty.
Character first_of(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  std::size_t bytes = 0;
  char32_t code = 0;
  if (lead >= 0xc2 && lead <= 0xdf) {
    bytes = 2;
    code = lead & 0x1fU;
  } else if (lead >= 0xe0 && lead <= 0xef) {
    bytes = 3;
    code = lead & 0x0fU;
  } else if (lead >= 0xf0 && lead <= 0xf4) {
    bytes = 4;
    code = lead & 0x07U;
  }
  if (bytes == 0 || bytes > text.size()) return {};
  for (std::size_t at = 1; at < bytes; ++at) {
    if ((byte(at) & 0xc0U) != 0x80U) return {};
    code = (code << 6) | (byte(at) & 0x3fU);
  }
  const bool overlong = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (overlong || surrogate || code > 0x10ffff) return {};
  return {code, bytes};
}

struct Range {
  char32_t from;
  char32_t to;
};

bool printable(char32_t code) {
  // Controls, soft hyphen, marks of direction, what has no width, line and
  // paragraph separators, private use, non-characters, tags.
  static constexpr std::array kHidden = {
      Range{0x00, 0x1f},     Range{0x7f, 0x9f},        Range{0xad, 0xad},     Range{0x061c, 0x061c},
      Range{0x180e, 0x180e}, Range{0x200b, 0x200f},    Range{0x2028, 0x202e}, Range{0x2060, 0x206f},
      Range{0xe000, 0xf8ff}, Range{0xfdd0, 0xfdef},    Range{0xfe00, 0xfe0f}, Range{0xfeff, 0xfeff},
      Range{0xfff0, 0xffff}, Range{0xe0000, 0x10ffff},
  };
  for (const Range& range : kHidden) {
    if (code >= range.from && code <= range.to) return false;
  }
  return true;
}

std::size_t columns_of(char32_t code) {
  static constexpr std::array kNone = {Range{0x0300, 0x036f}, Range{0x1ab0, 0x1aff},
                                       Range{0x1dc0, 0x1dff}, Range{0x20d0, 0x20ff},
                                       Range{0xfe20, 0xfe2f}};
  static constexpr std::array kTwo = {
      Range{0x1100, 0x115f},   Range{0x2e80, 0x303e},  Range{0x3041, 0xa4cf},
      Range{0xac00, 0xd7a3},   Range{0xf900, 0xfaff},  Range{0xfe30, 0xfe6f},
      Range{0xff00, 0xff60},   Range{0xffe0, 0xffe6},  Range{0x1f300, 0x1f64f},
      Range{0x1f900, 0x1f9ff}, Range{0x20000, 0x3fffd}};
  for (const Range& range : kNone) {
    if (code >= range.from && code <= range.to) return 0;
  }
  for (const Range& range : kTwo) {
    if (code >= range.from && code <= range.to) return 2;
  }
  return 1;
}

void append_hex(std::string& out, std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (const char character : bytes) {
    const auto byte = static_cast<unsigned char>(character);
    out += "\\x";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 0xfU];
  }
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_of(text);
    const std::size_t bytes = character.bytes == 0 ? 1 : character.bytes;
    if (character.code == U'\\') {
      out += "\\\\";
    } else if (character.bytes != 0 && printable(character.code)) {
      out += text.substr(0, bytes);
    } else {
      append_hex(out, text.substr(0, bytes));
    }
    text.remove_prefix(bytes);
  }
  return out;
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_of(text);
    const std::size_t bytes = character.bytes == 0 ? 1 : character.bytes;
    if (character.bytes != 0) {
      out += text.substr(0, bytes);
    } else {
      append_hex(out, text.substr(0, 1));
    }
    text.remove_prefix(bytes);
  }
  return out;
}

std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const Character character = first_of(text);
    columns += character.bytes == 0 ? 1 : columns_of(character.code);
    text.remove_prefix(character.bytes == 0 ? 1 : character.bytes);
  }
  return columns;
}

std::string cut(std::string_view text, std::size_t columns) {
  if (width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::string out;
  std::size_t used = 0;
  while (!text.empty()) {
    const Character character = first_of(text);
    const std::size_t bytes = character.bytes == 0 ? 1 : character.bytes;
    const std::size_t more = character.bytes == 0 ? 1 : columns_of(character.code);
    if (used + more > columns - 1) break;
    used += more;
    out += text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return out + "~";
}

}  // namespace nftrace::ui
