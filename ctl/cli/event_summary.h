// SPDX-License-Identifier: GPL-2.0-or-later
// The end of a stream: what was seen, and that nothing is missing untold.
#pragma once

#include <string>

#include "client/event_lanes.h"
#include "client/tap_counters.h"
#include "ui/json_line.h"

namespace nftrace::cli {

/// What became of every packet and of every record.
struct EventSummary {
  TapCounters tap;
  Received received;
  std::uint64_t shown = 0;  ///< of received.records: printed; with --quiet all

  /// Of the records: read, but not of the wanted verdict, or behind the count.
  [[nodiscard]] std::uint64_t passed_over() const { return received.records - shown; }
  /// Whether each packet seen and each record made is accounted for.
  [[nodiscard]] bool balanced() const;
  /// Whether the stream misses something that was asked for.
  [[nodiscard]] bool lossy() const;
};

/// One line, or two when the sums do not agree.
[[nodiscard]] std::string summary_text(const EventSummary& summary);

/// {"summary":{...}} on a line.
void put_summary(ui::JsonLine& out, const EventSummary& summary);

}  // namespace nftrace::cli
