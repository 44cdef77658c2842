// SPDX-License-Identifier: GPL-2.0-or-later
// IP addresses as text.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ui/line_buffer.h"

namespace nftrace::ui {

/// Bytes that writing an address needs, its text being shorter.
constexpr std::size_t kIpv4Room = 16;
constexpr std::size_t kIpv6Room = 48;

/// Four bytes: "192.0.2.1". Returns where the text ends.
[[nodiscard]] char* write_ipv4(char* at, const std::uint8_t* address);

/// Sixteen bytes, as RFC 5952 wants them: "2001:db8::1", "::ffff:192.0.2.1". Returns
/// where the text ends.
[[nodiscard]] char* write_ipv6(char* at, const std::uint8_t* address);

inline void put_ipv4(LineBuffer& buffer, const std::uint8_t* address) {
  buffer.advance_to(write_ipv4(buffer.room(kIpv4Room), address));
}

inline void put_ipv6(LineBuffer& buffer, const std::uint8_t* address) {
  buffer.advance_to(write_ipv6(buffer.room(kIpv6Room), address));
}

}  // namespace nftrace::ui
