// SPDX-License-Identifier: GPL-2.0-or-later
// Writing attributes of nf_tables, one behind the other.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "netlink/attribute.h"

namespace nftrace {

/// Numbers go in network order, as nf_tables has all of its own. A payload is at
/// most 65,531 bytes: more is a programmer's mistake.
class NftAttributes {
 public:
  NftAttributes& put(std::uint16_t type, Bytes payload);
  NftAttributes& put_text(std::uint16_t type, std::string_view text);  ///< with its NUL
  NftAttributes& put_u32(std::uint16_t type, std::uint32_t number);
  NftAttributes& put_u64(std::uint16_t type, std::uint64_t number);
  NftAttributes& put_nested(std::uint16_t type, const NftAttributes& inner);

  /// Attributes that are bytes already.
  NftAttributes& append(Bytes attributes);

  [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

}  // namespace nftrace
