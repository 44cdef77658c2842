// SPDX-License-Identifier: GPL-2.0-or-later
// What nfctl events is asked for: from words to a tap.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "client/tap.h"

namespace nftrace::cli {

/// As typed.
struct EventsOptions {
  std::vector<std::string> filter;  ///< words of one expression
  std::string rule;
  std::string verdict;
  std::optional<std::uint64_t> sample;
  std::optional<std::uint64_t> rate;
  std::optional<std::uint64_t> count;
  std::optional<std::uint64_t> snaplen;
  std::string duration;
  bool drops = false;
  bool hits = false;
  bool fate = false;
  bool json = false;
  bool strict = false;
  bool quiet = false;
  bool lines = false;
};

/// As meant.
struct EventsPlan {
  TapOptions tap;
  std::optional<nftrace_verdict> only;  ///< others come and are not shown
  std::uint64_t count = 0;              ///< packets to show; 0: no limit
  std::optional<std::chrono::milliseconds> duration;
};

/// Usage when options do not go together, are out of range, or the filter is none.
[[nodiscard]] Result<EventsPlan> plan_events(const EventsOptions& options);

}  // namespace nftrace::cli
