// SPDX-License-Identifier: GPL-2.0-or-later
// The option block of an NFTRACE rule as bytes, in legacy tables and in nft.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "netlink/result.h"

namespace nftrace {

inline constexpr std::string_view kTargetName = "NFTRACE";
inline constexpr std::size_t kOptionBlockSize = 64;

/// What a rule is asked to do: the options of iptables -j NFTRACE.
struct RuleOptions {
  std::string label;         ///< empty for none
  bool count_only = false;   ///< hits and bytes alone; no verdicts, no events
  std::uint32_t sample = 1;  ///< events of every Nth packet of a CPU, from 1
  std::uint32_t rate = 0;    ///< events a second at most; 0: no limit
  std::uint32_t burst = 0;   ///< of them at once; 0: a second's worth
};

/// The words for these options, those that are as usual left out: with the prefix
/// "--nftrace-" iptables', with "--" those of nfctl add. Pure.
[[nodiscard]] std::vector<std::string> option_words(const RuleOptions& options,
                                                    std::string_view prefix);

/// What of it concerns userspace.
struct OptionBlock {
  std::uint32_t id = 0;  ///< given by the kernel; 0 in a rule that is to be added
  RuleOptions options;
};

/// Reads revision 0. Errors: Malformed when there are fewer bytes than one block.
[[nodiscard]] Result<OptionBlock> decode_option_block(std::span<const std::byte> bytes);

/// The bytes of a rule to be added.
/// Errors: Usage when the label can't be: longer than 31 characters, or with
/// others than printable ASCII, or with a double quote or a backslash; numbers
/// are left to the kernel.
[[nodiscard]] Result<std::array<std::byte, kOptionBlockSize>> encode_option_block(
    const RuleOptions& options);

}  // namespace nftrace
