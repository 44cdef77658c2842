// SPDX-License-Identifier: GPL-2.0-or-later
// The option block of an NFTRACE rule as bytes, in legacy tables and in nft.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "netlink/result.h"

namespace nftrace {

inline constexpr std::string_view kTargetName = "NFTRACE";
inline constexpr std::size_t kOptionBlockSize = 64;

/// What of it concerns userspace.
struct OptionBlock {
  std::uint32_t id = 0;     ///< given by the kernel; 0 in a rule that is to be added
  std::uint32_t flags = 0;  ///< enum xt_nftrace_flags
  std::string label;        ///< empty for none
};

/// Reads revision 0. Errors: Malformed when there are fewer bytes than one block.
[[nodiscard]] Result<OptionBlock> decode_option_block(std::span<const std::byte> bytes);

/// The bytes of a rule to be added: every packet, no rate.
/// Errors: Usage when the label can't be: longer than 31 characters, or with
/// others than printable ASCII, or with a double quote or a backslash.
[[nodiscard]] Result<std::array<std::byte, kOptionBlockSize>> encode_option_block(
    std::string_view label, bool count_only);

}  // namespace nftrace
