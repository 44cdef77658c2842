// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/human.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>

namespace nftrace::ui {

std::string human_number(double value) {
  static constexpr const char* kUnits[] = {"", "k", "M", "G", "T", "P", "E"};
  if (!(value > 0)) return "0";
  std::size_t unit = 0;
  // 999.5 would be written as 1000.
  while (value >= 999.5 && unit + 1 < std::size(kUnits)) {
    value /= 1000;
    ++unit;
  }
  if (unit == 0) {
    if (value < 0.05) return "<0.1";
    const bool whole = std::fabs(value - std::round(value)) < 0.05;
    return value < 9.95 && !whole ? fmt::format("{:.1f}", value) : fmt::format("{:.0f}", value);
  }
  const int digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f}{}", value, digits, kUnits[unit]);
}

std::string human_count(std::uint64_t value) {
  if (value <= 9999999) return fmt::format("{}", value);
  return human_number(static_cast<double>(value));
}

std::string human_age(std::chrono::milliseconds age) {
  const auto ms = std::max<std::int64_t>(age.count(), 0);
  if (ms < 9950) return fmt::format("{:.1f}s", static_cast<double>(ms) / 1000);
  const std::int64_t seconds = ms / 1000;
  if (seconds < 100) return fmt::format("{}s", seconds);
  if (seconds < 100 * 60) return fmt::format("{}m", seconds / 60);
  if (seconds < 100 * 3600) return fmt::format("{}h", seconds / 3600);
  return fmt::format("{}d", seconds / 86400);
}

}  // namespace nftrace::ui
