// SPDX-License-Identifier: GPL-2.0-or-later
// Reading netlink bytes: messages in a datagram, attributes in a message.
//
// Pure: no socket, no clock, no copy of the bytes. Nothing here trusts a length
// that it has not held against what is left, so any bytes may be handed in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "netlink/result.h"

namespace nftrace {

using Bytes = std::span<const std::byte>;

/// One attribute. `payload` lies inside the bytes that were read.
struct Attribute {
  std::uint16_t type = 0;  ///< without the nested and byte-order flags
  Bytes payload;

  /// Numbers: exactly the kernel's size, host byte order. Malformed otherwise.
  [[nodiscard]] Result<std::uint8_t> u8() const;
  [[nodiscard]] Result<std::uint16_t> u16() const;
  [[nodiscard]] Result<std::uint32_t> u32() const;
  [[nodiscard]] Result<std::uint64_t> u64() const;
  /// Text up to its NUL. Malformed when no NUL ends it.
  [[nodiscard]] Result<std::string> text() const;
};

/// Walks attributes one after the other:
///
///   AttributeReader reader(bytes);
///   while (auto attribute = reader.next()) { ... }
///   if (reader.malformed()) ...
///
/// The usual mistake is to forget malformed(): a list that ends early because a
/// length is wrong looks like a short one.
class AttributeReader {
 public:
  explicit AttributeReader(Bytes bytes) : rest_(bytes) {}

  /// The next attribute; nothing at the end and at the first wrong length.
  [[nodiscard]] std::optional<Attribute> next();
  [[nodiscard]] bool malformed() const { return malformed_; }

 private:
  Bytes rest_;
  bool malformed_ = false;
};

/// One netlink message of a datagram.
struct Message {
  std::uint16_t type = 0;
  std::uint16_t flags = 0;
  std::uint32_t seq = 0;
  std::uint32_t port = 0;
  Bytes payload;  ///< behind the netlink header
};

/// Walks the messages of a datagram; used as AttributeReader is.
class MessageReader {
 public:
  explicit MessageReader(Bytes datagram) : rest_(datagram) {}

  [[nodiscard]] std::optional<Message> next();
  [[nodiscard]] bool malformed() const { return malformed_; }

 private:
  Bytes rest_;
  bool malformed_ = false;
};

/// A generic netlink message: its command and its attributes.
struct GenlMessage {
  std::uint8_t command = 0;
  Bytes attributes;
};

/// Malformed when the payload is shorter than a generic netlink header.
[[nodiscard]] Result<GenlMessage> genl_message(const Message& message);

}  // namespace nftrace
