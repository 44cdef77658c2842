// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/duration.h"

#include <linux/nftrace.h>

#include <charconv>
#include <cmath>
#include <string>

#include "ui/text.h"

namespace nftrace::cli {
namespace {

constexpr double kYear = 365.0 * 24 * 3600 * 1000;

/// Milliseconds of a unit, 0 for an unknown one.
double unit_of(std::string_view name) {
  if (name == "ms") return 1;
  if (name.empty() || name == "s") return 1000;
  if (name == "m") return 60 * 1000;
  if (name == "h") return 3600 * 1000;
  return 0;
}

}  // namespace

Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  double number = 0;
  const auto [rest, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  const std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
  const double ms = number * unit_of(unit);
  // Written so that NaN fails.
  if (error != std::errc{} || unit_of(unit) == 0 || !(ms >= 0 && ms <= kYear)) {
    return fail(Code::Usage,
                "\"" + ui::escape(text) + "\" is no duration; write 250ms, 1s, 1.5s, 2m or 1h");
  }
  return std::chrono::milliseconds(std::llround(ms));
}

Result<std::chrono::milliseconds> parse_interval(std::string_view text) {
  auto interval = parse_duration(text);
  if (!interval) return interval;
  if (interval->count() < NFTRACE_INTERVAL_MIN || interval->count() > NFTRACE_INTERVAL_MAX) {
    return fail(Code::Usage, "an interval is 10ms to 60s, \"" + ui::escape(text) + "\" is not");
  }
  return interval;
}

}  // namespace nftrace::cli
