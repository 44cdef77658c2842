// SPDX-License-Identifier: GPL-2.0-or-later
// From counters to rates.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace nftrace::cli {

using Clock = std::chrono::steady_clock;

struct Rate {
  double hits = 0;   ///< packets a second
  double bytes = 0;  ///< bytes a second
};

/// The rate of one rule. sample() is told each value of its counters with the
/// time at which it held; tick() closes an interval and says the rate in it.
///
/// The module sends a counter only when it changed, at its own times: an
/// interval without a sample may mean that the sample is late. So the rate is
/// taken between samples, and a rule without any for one and a quarter intervals
/// stands still.
class RateMeter {
 public:
  /// Counters that went down were reset: the meter starts anew.
  void sample(std::uint64_t hits, std::uint64_t bytes, Clock::time_point at);

  /// Nothing until two samples, or a sample and a quiet time, are known.
  void tick(Clock::time_point now, std::chrono::milliseconds interval);

  [[nodiscard]] const std::optional<Rate>& rate() const { return rate_; }

 private:
  struct Sample {
    std::uint64_t hits = 0;
    std::uint64_t bytes = 0;
    Clock::time_point at;
  };
  std::optional<Sample> base_;  ///< what the rate is measured from
  std::optional<Sample> last_;
  std::optional<Rate> rate_;
};

}  // namespace nftrace::cli
