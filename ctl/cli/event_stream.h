// SPDX-License-Identifier: GPL-2.0-or-later
// A tap's events on their way to the output.
#pragma once

#include <optional>
#include <vector>

#include "cli/event_json.h"
#include "cli/event_summary.h"
#include "cli/event_text.h"
#include "cli/events_plan.h"
#include "cli/source_lines.h"
#include "client/tap.h"
#include "ui/output.h"

namespace nftrace::cli {

struct StreamLook {
  bool json = false;
  bool quiet = false;  ///< prints nothing but, as JSON, the summary
  bool lines = false;  ///< with lines of source
};

/// Reads, chooses, prints and counts. Errors are those of the tap and of the
/// output; after one of the output nothing more is printed.
class EventStream {
 public:
  EventStream(Tap tap, const EventsPlan& plan, StreamLook look, ui::Output& output);
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;

  /// Prints what has come and is due. Does not wait.
  [[nodiscard]] Result<> show_due();

  /// As many packets as were asked for have been shown.
  [[nodiscard]] bool count_reached() const;
  /// Asks the module: the count is reached there, and all of it was read or lost.
  [[nodiscard]] Result<bool> nothing_will_come();

  /// Prints the rest, what is missing at the very end, and as JSON the summary.
  /// An output whose reader is gone is no error here.
  [[nodiscard]] Result<EventSummary> finish();

  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> due() const {
    return tap_.due();
  }
  [[nodiscard]] int descriptor() const { return tap_.descriptor(); }

 private:
  [[nodiscard]] EventContext context();
  [[nodiscard]] std::string_view source_line(std::uint64_t place);
  [[nodiscard]] Result<> show(const std::vector<Event>& batch);
  [[nodiscard]] Result<> flush();
  [[nodiscard]] bool wanted(const nftrace_record& record) const;
  [[nodiscard]] bool is_last_of_packet(const nftrace_record& record) const;
  [[nodiscard]] std::uint64_t packets_received() const;
  void put(const Event& event);

  Tap tap_;
  std::optional<nftrace_verdict> only_;
  std::uint64_t count_;
  bool fates_;
  bool drops_;
  StreamLook look_;
  ui::Output& output_;
  bool output_gone_ = false;
  EventNames names_;
  std::optional<SourceLines> lines_;
  ui::JsonLine line_;  ///< its buffer is that of text too
  EventText text_;
  EventJson json_;
  std::vector<Event> batch_;
  std::uint64_t shown_ = 0;    ///< records
  std::uint64_t packets_ = 0;  ///< of these: the last of their packets
};

}  // namespace nftrace::cli
