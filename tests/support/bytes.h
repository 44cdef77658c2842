// SPDX-License-Identifier: GPL-2.0-or-later
// Netlink bytes for tests, built without the code under test.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace nftrace::test {

struct Buffer {
  std::vector<std::byte> data;

  [[nodiscard]] std::span<const std::byte> view() const { return data; }

  friend Buffer operator+(Buffer left, const Buffer& right) {
    left.data.insert(left.data.end(), right.data.begin(), right.data.end());
    return left;
  }
};

inline Buffer bytes(std::initializer_list<unsigned char> values) {
  Buffer buffer;
  for (const unsigned char value : values) buffer.data.push_back(std::byte{value});
  return buffer;
}

template <class T>
Buffer number(T value) {
  Buffer buffer;
  buffer.data.resize(sizeof(value));
  std::memcpy(buffer.data.data(), &value, sizeof(value));
  return buffer;
}

inline Buffer u16_bytes(std::uint16_t value) { return number(value); }

inline Buffer text(std::string_view value) {
  Buffer buffer;
  for (const char character : value) buffer.data.push_back(static_cast<std::byte>(character));
  buffer.data.push_back(std::byte{0});
  return buffer;
}

inline void pad(Buffer& buffer) {
  while (buffer.data.size() % 4 != 0) buffer.data.push_back(std::byte{0});
}

inline Buffer attribute(unsigned type, const Buffer& payload) {
  Buffer buffer = number(static_cast<std::uint16_t>(payload.data.size() + 4)) +
                  number(static_cast<std::uint16_t>(type)) + payload;
  pad(buffer);
  return buffer;
}

inline Buffer message(std::uint16_t type, std::uint16_t flags, std::uint32_t sequence,
                      const Buffer& payload) {
  Buffer buffer = number(static_cast<std::uint32_t>(payload.data.size() + 16)) + number(type) +
                  number(flags) + number(sequence) + number(std::uint32_t{0}) + payload;
  pad(buffer);
  return buffer;
}

/// The payload of a generic netlink message.
inline Buffer genl(std::uint8_t command, const Buffer& attributes) {
  return bytes({command, 1, 0, 0}) + attributes;
}

}  // namespace nftrace::test
