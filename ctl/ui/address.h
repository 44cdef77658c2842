// SPDX-License-Identifier: GPL-2.0-or-later
// IP addresses as text.
#pragma once

#include <cstdint>

#include "ui/line_buffer.h"

namespace nftrace::ui {

/// Four bytes: "192.0.2.1".
void put_ipv4(LineBuffer& buffer, const std::uint8_t* address);

/// Sixteen bytes, as RFC 5952 wants them: "2001:db8::1", "::ffff:192.0.2.1".
void put_ipv6(LineBuffer& buffer, const std::uint8_t* address);

}  // namespace nftrace::ui
