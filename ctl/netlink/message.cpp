// SPDX-License-Identifier: GPL-2.0-or-later
#include "netlink/message.h"

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>

#include <cassert>
#include <string>

namespace nftrace {

MessageBuilder::MessageBuilder(std::uint16_t type, std::uint16_t flags, std::uint8_t command,
                               std::uint8_t version, std::size_t room)
    : buffer_(room) {
  nlmsghdr* message = mnl_nlmsg_put_header(buffer_.data());
  message->nlmsg_type = type;
  message->nlmsg_flags = static_cast<std::uint16_t>(flags | NLM_F_REQUEST);
  auto* generic = static_cast<genlmsghdr*>(mnl_nlmsg_put_extra_header(message, sizeof(genlmsghdr)));
  generic->cmd = command;
  generic->version = version;
}

nlmsghdr* MessageBuilder::header() { return reinterpret_cast<nlmsghdr*>(buffer_.data()); }

const nlmsghdr* MessageBuilder::header() const {
  return reinterpret_cast<const nlmsghdr*>(buffer_.data());
}

MessageBuilder& MessageBuilder::put_u32(std::uint16_t attribute, std::uint32_t value) {
  const bool fits = mnl_attr_put_u32_check(header(), buffer_.size(), attribute, value);
  assert(fits);
  (void)fits;
  return *this;
}

MessageBuilder& MessageBuilder::put_u64(std::uint16_t attribute, std::uint64_t value) {
  const bool fits = mnl_attr_put_u64_check(header(), buffer_.size(), attribute, value);
  assert(fits);
  (void)fits;
  return *this;
}

MessageBuilder& MessageBuilder::put_bytes(std::uint16_t attribute, Bytes value) {
  const bool fits =
      mnl_attr_put_check(header(), buffer_.size(), attribute, value.size(), value.data());
  assert(fits);
  (void)fits;
  return *this;
}

MessageBuilder& MessageBuilder::put_text(std::uint16_t attribute, std::string_view text) {
  const bool fits =
      mnl_attr_put_strz_check(header(), buffer_.size(), attribute, std::string(text).c_str());
  assert(fits);
  (void)fits;
  return *this;
}

MessageBuilder& MessageBuilder::put_flag(std::uint16_t attribute) {
  const bool fits = mnl_attr_put_check(header(), buffer_.size(), attribute, 0, nullptr);
  assert(fits);
  (void)fits;
  return *this;
}

void MessageBuilder::set_sequence(std::uint32_t sequence) { header()->nlmsg_seq = sequence; }

Bytes MessageBuilder::bytes() const { return Bytes(buffer_).first(header()->nlmsg_len); }

}  // namespace nftrace
