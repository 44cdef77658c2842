// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers for people.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace nftrace::ui {

/// At most five characters: "0", "12", "999", "1.23k", "45.6M", "789G".
/// Units are powers of 1000; a number below 10 that is not whole keeps one digit.
[[nodiscard]] std::string human_number(double value);

/// Exact up to seven digits, then as human_number().
[[nodiscard]] std::string human_count(std::uint64_t value);

/// Since when: "0.3s", "12s", "5m", "3h", "40d".
[[nodiscard]] std::string human_age(std::chrono::milliseconds age);

}  // namespace nftrace::ui
