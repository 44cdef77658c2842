// SPDX-License-Identifier: GPL-2.0-or-later
// Events as JSON. The names are documented in docs/json.md and stay.
#pragma once

#include "cli/event_names.h"
#include "client/event_lanes.h"
#include "ui/json_line.h"

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
  void put_outcome(const nftrace_record& record);
  void put_address(const nftrace_record& record, const std::uint8_t* address);
  void put_tuple(const nftrace_record& record, const nftrace_tuple& tuple, bool with_ports);
  void put_interface(std::uint32_t index);
  void put_rule(const nftrace_record& record);
  void put_end(const nftrace_record& record);
  void put_connection(const nftrace_record& record);

  ui::JsonLine& out_;
  EventContext context_;
};

}  // namespace nftrace::cli
