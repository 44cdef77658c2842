// SPDX-License-Identifier: GPL-2.0-or-later
// Events as JSON. The names are documented in docs/json.md and stay.
#pragma once

#include "cli/event_names.h"
#include "client/event_lanes.h"
#include "ui/json_line.h"
#include "ui/pen.h"

namespace nftrace::cli {

/// Appends an object on a line of its own for each event.
class EventJson {
 public:
  EventJson(ui::JsonLine& out, EventContext context) : out_(out), context_(std::move(context)) {}

  void put(const Event& event);

  /// {"gap":312,"cpu":1}; the CPU is null when nothing tells it.
  void put_gap(std::uint64_t lost, std::optional<std::uint32_t> cpu);

 private:
  /// {"pause":312,"cpu":1}
  void put_pause(std::uint64_t paused, std::uint32_t cpu);
  void put_time(ui::Pen& pen, std::uint64_t time);
  void put_head(const nftrace_record& record, std::uint32_t cpu);
  void put_end(const nftrace_record& record);
  void put_connection(const nftrace_record& record);

  ui::JsonLine& out_;
  EventContext context_;
  std::uint64_t second_ = 0;
  ui::ShortWord second_text_;
};

}  // namespace nftrace::cli
