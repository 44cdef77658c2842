// SPDX-License-Identifier: GPL-2.0-or-later
// Events as lines for people.
#pragma once

#include <ctime>
#include <string>

#include "cli/event_names.h"
#include "client/event_lanes.h"
#include "ui/line_buffer.h"

namespace nftrace::cli {

/// Appends a line for each event to a buffer. Whatever others chose is escaped.
class EventText {
 public:
  EventText(ui::LineBuffer& out, EventContext context) : out_(out), context_(std::move(context)) {}

  void put(const Event& event);

  /// "-- 312 events lost here: reader too slow --"
  void put_gap(std::uint64_t lost);
  void put_pause(std::uint64_t paused);

 private:
  void put_time(std::uint64_t time);
  void put_verdict(const nftrace_record& record);
  void put_endpoint(const nftrace_record& record, const std::uint8_t* address, __be16 port,
                    bool with_port);
  void put_tuple(const nftrace_record& record, const nftrace_tuple& tuple, bool with_ports);
  void put_interface(std::uint32_t index);
  void put_rule(const nftrace_record& record);
  void put_place(const nftrace_record& record);
  void put_connection(const nftrace_record& record);
  void put_task(const nftrace_record& record);
  void put_elapsed(std::uint64_t ns);

  ui::LineBuffer& out_;
  EventContext context_;
  std::time_t second_ = -1;  ///< whose text stands in second_text_
  std::string second_text_;
};

}  // namespace nftrace::cli
