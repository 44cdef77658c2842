// SPDX-License-Identifier: GPL-2.0-or-later
#include "netlink/attribute.h"

#include <linux/genetlink.h>
#include <linux/netlink.h>

#include <algorithm>
#include <cstring>

namespace nftrace {
namespace {

constexpr std::size_t align4(std::size_t length) { return (length + 3) & ~std::size_t{3}; }

/// Copies, since nothing promises that the bytes are aligned.
template <class T>
T read_at(Bytes bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof(value));
  return value;
}

template <class T>
Result<T> number(const Attribute& attribute) {
  if (attribute.payload.size() != sizeof(T)) {
    return fail(Code::Malformed, "attribute " + std::to_string(attribute.type) + " has " +
                                     std::to_string(attribute.payload.size()) + " bytes, not " +
                                     std::to_string(sizeof(T)));
  }
  return read_at<T>(attribute.payload);
}

}  // namespace

Result<std::uint8_t> Attribute::u8() const { return number<std::uint8_t>(*this); }
Result<std::uint16_t> Attribute::u16() const { return number<std::uint16_t>(*this); }
Result<std::uint32_t> Attribute::u32() const { return number<std::uint32_t>(*this); }
Result<std::uint64_t> Attribute::u64() const { return number<std::uint64_t>(*this); }

Result<std::string> Attribute::text() const {
  const auto end = std::find(payload.begin(), payload.end(), std::byte{0});
  if (end == payload.end()) {
    return fail(Code::Malformed, "attribute " + std::to_string(type) + " is text without an end");
  }
  return std::string(reinterpret_cast<const char*>(payload.data()),
                     static_cast<std::size_t>(end - payload.begin()));
}

std::optional<Attribute> AttributeReader::next() {
  if (malformed_ || rest_.empty()) return std::nullopt;
  if (rest_.size() < sizeof(nlattr)) {
    malformed_ = true;
    return std::nullopt;
  }
  const auto header = read_at<nlattr>(rest_);
  if (header.nla_len < sizeof(nlattr) || header.nla_len > rest_.size()) {
    malformed_ = true;
    return std::nullopt;
  }
  Attribute attribute;
  attribute.type = header.nla_type & NLA_TYPE_MASK;
  attribute.payload = rest_.subspan(sizeof(nlattr), header.nla_len - sizeof(nlattr));
  // The last attribute may come without its padding.
  rest_ = rest_.subspan(std::min(align4(header.nla_len), rest_.size()));
  return attribute;
}

std::optional<Message> MessageReader::next() {
  if (malformed_ || rest_.empty()) return std::nullopt;
  if (rest_.size() < sizeof(nlmsghdr)) {
    malformed_ = true;
    return std::nullopt;
  }
  const auto header = read_at<nlmsghdr>(rest_);
  if (header.nlmsg_len < sizeof(nlmsghdr) || header.nlmsg_len > rest_.size()) {
    malformed_ = true;
    return std::nullopt;
  }
  Message message;
  message.type = header.nlmsg_type;
  message.flags = header.nlmsg_flags;
  message.seq = header.nlmsg_seq;
  message.port = header.nlmsg_pid;
  message.payload = rest_.subspan(sizeof(nlmsghdr), header.nlmsg_len - sizeof(nlmsghdr));
  rest_ = rest_.subspan(std::min(align4(header.nlmsg_len), rest_.size()));
  return message;
}

Result<GenlMessage> genl_message(const Message& message) {
  if (message.payload.size() < GENL_HDRLEN) {
    return fail(Code::Malformed, "a generic netlink message without a header");
  }
  GenlMessage out;
  out.command = read_at<genlmsghdr>(message.payload).cmd;
  out.attributes = message.payload.subspan(GENL_HDRLEN);
  return out;
}

}  // namespace nftrace
