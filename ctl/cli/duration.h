// SPDX-License-Identifier: GPL-2.0-or-later
// Durations as people type them.
#pragma once

#include <chrono>
#include <string_view>

#include "netlink/result.h"

namespace nftrace::cli {

/// "250ms", "1s", "1.5s", "2m" or "1h"; a plain number is seconds. To the
/// millisecond. Usage when it is none, is negative, or is above a year.
[[nodiscard]] Result<std::chrono::milliseconds> parse_duration(std::string_view text);

/// The same, within what a subscription can have: 10 ms to 60 s.
[[nodiscard]] Result<std::chrono::milliseconds> parse_interval(std::string_view text);

}  // namespace nftrace::cli
