// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/json_line.h"

#include <array>
#include <string>

#include "ui/text.h"

namespace nftrace::ui {
namespace {

/// \uXXXX; `unit` is a unit of UTF-16.
void put_unit(LineBuffer& buffer, std::uint32_t unit) {
  const std::array bytes = {static_cast<std::byte>(unit >> 8), static_cast<std::byte>(unit)};
  buffer.put(std::string_view("\\u"));
  buffer.put_hex_bytes(bytes);
}

void put_ascii(LineBuffer& buffer, char character) {
  switch (character) {
    case '"': buffer.put(std::string_view("\\\"")); return;
    case '\\': buffer.put(std::string_view("\\\\")); return;
    case '\b': buffer.put(std::string_view("\\b")); return;
    case '\f': buffer.put(std::string_view("\\f")); return;
    case '\n': buffer.put(std::string_view("\\n")); return;
    case '\r': buffer.put(std::string_view("\\r")); return;
    case '\t': buffer.put(std::string_view("\\t")); return;
    default: break;
  }
  if (character < ' ' || character > '~') {
    put_unit(buffer, static_cast<unsigned char>(character));
  } else {
    buffer.put(character);
  }
}

/// One character of valid UTF-8 that is not ASCII. Returns its bytes.
std::size_t put_wide(LineBuffer& buffer, std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const std::size_t bytes = byte(0) < 0xe0 ? 2 : byte(0) < 0xf0 ? 3 : 4;
  std::uint32_t code = byte(0) & (0x7fU >> bytes);
  for (std::size_t at = 1; at < bytes; ++at) code = (code << 6) | (byte(at) & 0x3fU);
  if (code >= 0x10000) {
    put_unit(buffer, 0xd800 + ((code - 0x10000) >> 10));
    put_unit(buffer, 0xdc00 + ((code - 0x10000) & 0x3ffU));
  } else {
    put_unit(buffer, code);
  }
  return bytes;
}

void put_hostile(LineBuffer& buffer, std::string_view text) {
  const std::string valid = valid_utf8(text);
  std::string_view rest = valid;
  while (!rest.empty()) {
    if (static_cast<unsigned char>(rest[0]) < 0x80) {
      put_ascii(buffer, rest[0]);
      rest.remove_prefix(1);
    } else {
      rest.remove_prefix(put_wide(buffer, rest));
    }
  }
}

}  // namespace

void JsonLine::put_text(std::string_view value) {
  buffer_.put('"');
  if (is_plain(value)) {
    buffer_.put(value);
  } else {
    put_hostile(buffer_, value);
  }
  buffer_.put('"');
}

}  // namespace nftrace::ui
