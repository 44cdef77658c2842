// SPDX-License-Identifier: GPL-2.0-or-later
// Writing netlink messages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "netlink/attribute.h"

struct nlmsghdr;

namespace nftrace {

/// Builds one generic netlink request in a buffer of its own. Most requests have
/// a few small attributes; one that does not fit is a programmer's mistake.
class MessageBuilder {
 public:
  static constexpr std::size_t kRoom = 256;

  /// `type` is the family's id, `flags` are NLM_F_*; NLM_F_REQUEST is added.
  /// `room` is the most that the whole message may need, in bytes.
  MessageBuilder(std::uint16_t type, std::uint16_t flags, std::uint8_t command,
                 std::uint8_t version, std::size_t room = kRoom);

  MessageBuilder& put_u32(std::uint16_t attribute, std::uint32_t value);
  MessageBuilder& put_u64(std::uint16_t attribute, std::uint64_t value);
  MessageBuilder& put_bytes(std::uint16_t attribute, Bytes value);           ///< below 64 KiB
  MessageBuilder& put_text(std::uint16_t attribute, std::string_view text);  ///< with its NUL
  MessageBuilder& put_flag(std::uint16_t attribute);

  /// Set by whoever sends it; replies carry the same number.
  void set_sequence(std::uint32_t sequence);
  [[nodiscard]] Bytes bytes() const;

 private:
  [[nodiscard]] nlmsghdr* header();
  [[nodiscard]] const nlmsghdr* header() const;

  std::vector<std::byte> buffer_;
};

}  // namespace nftrace
