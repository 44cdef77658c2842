// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/event_stream.h"

#include <cerrno>
#include <utility>

namespace nftrace::cli {
namespace {

/// Written out when so much has gathered, and after each batch.
constexpr std::size_t kWriteAt = 256 * 1024;

}  // namespace

EventStream::EventStream(Tap tap, const EventsPlan& plan, StreamLook look, ui::Output& output)
    : tap_(std::move(tap)),
      only_(plan.only),
      count_(plan.count),
      fates_(plan.tap.fates),
      drops_(plan.tap.drops_only),
      look_(look),
      output_(output),
      names_(EventNames::of_system()),
      text_(line_.buffer(), context()),
      json_(line_, context()) {
  if (look.lines) lines_.emplace(doctor::Machine::here());
}

EventContext EventStream::context() {
  return EventContext{names_,
                      WallClock::now(),
                      [this](std::uint64_t place) { return tap_.place(place); },
                      [this](std::uint32_t reason) { return tap_.reason(reason); },
                      output_.colours(),
                      [this](std::uint64_t place) { return source_line(place); }};
}

std::string_view EventStream::source_line(std::uint64_t place) {
  return lines_ ? lines_->of(place, tap_.place(place)) : std::string_view{};
}

bool EventStream::wanted(const nftrace_record& record) const {
  if (count_reached()) return false;
  if (!only_ || record.type == NFTRACE_RECORD_FATE) return true;
  return record.type == NFTRACE_RECORD_VERDICT && record.verdict == *only_;
}

bool EventStream::is_last_of_packet(const nftrace_record& record) const {
  if (record.type == NFTRACE_RECORD_FATE) return true;
  return record.type == NFTRACE_RECORD_VERDICT &&
         (!fates_ || record.verdict != NFTRACE_VERDICT_ACCEPT);
}

std::uint64_t EventStream::packets_received() const {
  const Received& received = tap_.received();
  return fates_ ? received.verdicts - received.accepts + received.fates : received.verdicts;
}

void EventStream::put(const Event& event) {
  if (event.record != nullptr && !wanted(*event.record)) return;
  if (look_.json) {
    json_.put(event);
  } else {
    text_.put(event);
  }
  if (event.record == nullptr) return;
  ++shown_;
  if (is_last_of_packet(*event.record)) ++packets_;
}

Result<> EventStream::flush() {
  if (line_.buffer().size() == 0 || output_gone_) return {};
  auto written = output_.write(line_.buffer().text());
  line_.buffer().clear();
  output_gone_ = !written;
  return written;
}

Result<> EventStream::show(const std::vector<Event>& batch) {
  if (output_gone_) return {};
  names_.refresh(std::chrono::steady_clock::now());
  for (const Event& event : batch) {
    put(event);
    if (line_.buffer().size() < kWriteAt) continue;
    if (auto written = flush(); !written) return written;
  }
  return flush();
}

Result<> EventStream::show_due() {
  return tap_.next(batch_, std::chrono::milliseconds(0)).and_then([&] { return show(batch_); });
}

bool EventStream::count_reached() const {
  const std::uint64_t packets = look_.quiet ? packets_received() : packets_;
  return count_ != 0 && packets >= count_;
}

Result<bool> EventStream::nothing_will_come() {
  return tap_.counters().map([&](const TapCounters& counters) {
    const bool read = counters.buffered() == 0 && tap_.received().records == counters.sent;
    return counters.done && read &&
           (drops_ || packets_received() + counters.lost >= counters.told());
  });
}

Result<EventSummary> EventStream::finish() {
  EventSummary summary;
  auto counters = tap_.drain();
  if (!counters) return tl::unexpected(std::move(counters).error());
  tap_.rest(batch_);
  auto shown = show(batch_);
  summary.tap = *counters;
  summary.received = tap_.received();
  summary.shown = look_.quiet ? summary.received.records : shown_;
  // Lost behind the last record of its CPU: no sequence number shows it.
  const std::uint64_t gaps = summary.received.gaps;
  const std::uint64_t tail = counters->lost > gaps ? counters->lost - gaps : 0;
  if (shown && !output_gone_) {
    if (tail != 0 && !look_.quiet) {
      if (look_.json) {
        json_.put_gap(tail, std::nullopt);
      } else {
        text_.put_gap(tail);
      }
    }
    if (look_.json) put_summary(line_, summary);
    shown = flush();
  }
  if (!shown && shown.error().sys != EPIPE) return tl::unexpected(std::move(shown).error());
  return summary;
}

}  // namespace nftrace::cli
