// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_attributes.h"

#include <arpa/inet.h>
#include <endian.h>
#include <linux/netlink.h>

#include <cassert>
#include <limits>
#include <string>

namespace nftrace {

NftAttributes& NftAttributes::put(std::uint16_t type, Bytes payload) {
  assert(payload.size() <= std::numeric_limits<std::uint16_t>::max() - NLA_HDRLEN);
  nlattr header{};
  header.nla_len = static_cast<std::uint16_t>(NLA_HDRLEN + payload.size());
  header.nla_type = type;
  append(std::as_bytes(std::span(&header, 1)));
  append(payload);
  bytes_.resize(NLA_ALIGN(bytes_.size()));
  return *this;
}

NftAttributes& NftAttributes::put_text(std::uint16_t type, std::string_view text) {
  const std::string ended(text);
  return put(type, std::as_bytes(std::span(ended.c_str(), ended.size() + 1)));
}

NftAttributes& NftAttributes::put_u32(std::uint16_t type, std::uint32_t number) {
  const std::uint32_t value = htonl(number);
  return put(type, std::as_bytes(std::span(&value, 1)));
}

NftAttributes& NftAttributes::put_u64(std::uint16_t type, std::uint64_t number) {
  const std::uint64_t value = htobe64(number);
  return put(type, std::as_bytes(std::span(&value, 1)));
}

NftAttributes& NftAttributes::put_nested(std::uint16_t type, const NftAttributes& inner) {
  return put(static_cast<std::uint16_t>(NLA_F_NESTED | type), inner.bytes_);
}

NftAttributes& NftAttributes::append(Bytes attributes) {
  bytes_.insert(bytes_.end(), attributes.begin(), attributes.end());
  return *this;
}

}  // namespace nftrace
