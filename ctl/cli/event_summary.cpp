// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/event_summary.h"

#include <spdlog/fmt/fmt.h>

namespace nftrace::cli {

bool EventSummary::balanced() const {
  return tap.seen == tap.told() + tap.skipped + tap.crowded && received.records == tap.sent &&
         tap.records == tap.sent + tap.lost + tap.buffered();
}

bool EventSummary::lossy() const {
  return tap.lost != 0 || tap.crowded != 0 || tap.paused != 0 || !balanced();
}

std::string summary_text(const EventSummary& summary) {
  const TapCounters& tap = summary.tap;
  std::string text =
      fmt::format("seen {} = told {} + skipped {} + untracked {}; records {} = shown {}", tap.seen,
                  tap.told(), tap.skipped, tap.crowded, tap.records, summary.shown);
  if (summary.passed_over() != 0) text += fmt::format(" + passed over {}", summary.passed_over());
  if (tap.buffered() != 0) text += fmt::format(" + unread {}", tap.buffered());
  text += fmt::format(" + lost {}\n", tap.lost);
  if (tap.thinned != 0) {
    text += fmt::format("{} hits more were no events by their rules' own sample and rate\n",
                        tap.thinned);
  }
  if (tap.paused != 0) {
    text += fmt::format("{} packets more were let by: the tap was over its budget\n", tap.paused);
  }
  if (!summary.balanced()) {
    text += fmt::format("these sums do not agree: the module sent {} records, {} were read\n",
                        tap.sent, summary.received.records);
  }
  return text;
}

void put_summary(ui::JsonLine& out, const EventSummary& summary) {
  const TapCounters& tap = summary.tap;
  out.open();
  out.open("summary");
  out.number("seen", tap.seen);
  out.number("told", tap.told());
  out.number("skipped", tap.skipped);
  out.number("untracked", tap.crowded);
  out.number("records", tap.records);
  out.number("shown", summary.shown);
  out.number("passed_over", summary.passed_over());
  out.number("unread", tap.buffered());
  out.number("lost", tap.lost);
  out.number("hits", summary.received.hits);
  out.number("verdicts", summary.received.verdicts);
  out.number("fates", summary.received.fates);
  out.number("thinned", tap.thinned);
  out.number("paused", tap.paused);
  out.boolean("balanced", summary.balanced());
  out.close();
  out.close();
  out.end();
}

}  // namespace nftrace::cli
