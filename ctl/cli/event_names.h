// SPDX-License-Identifier: GPL-2.0-or-later
// Names for the numbers in events.
#pragma once

#include <linux/nftrace.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace nftrace::cli {

[[nodiscard]] std::string_view verdict_name(std::uint8_t verdict);  ///< "?" for an unknown one
[[nodiscard]] std::optional<nftrace_verdict> verdict_of(std::string_view name);
[[nodiscard]] std::string_view fate_name(std::uint8_t fate);  ///< "?" likewise
[[nodiscard]] std::string_view hook_name(std::uint8_t hook);  ///< "?" likewise
[[nodiscard]] std::string_view ct_state_name(std::uint32_t state);
/// Empty for a protocol that is told by its number.
[[nodiscard]] std::string_view protocol_name(std::uint8_t protocol);

/// The name of the process, as far as it is told.
[[nodiscard]] std::string_view comm_of(const nftrace_detail& detail);

/// Whether the connection's packets are changed on their way: the reply that is
/// expected is not the original turned round.
[[nodiscard]] bool is_translated(const nftrace_detail& detail);
[[nodiscard]] bool is_icmp(std::uint8_t protocol);

/// Interfaces and rules by their numbers, looked up once a second at most. The
/// names that it returns are valid until the next refresh().
class EventNames {
 public:
  using Interface = std::function<std::string(std::uint32_t index)>;  ///< empty: unknown
  using Labels = std::function<std::map<std::uint32_t, std::string>()>;
  EventNames(Interface interface, Labels labels);
  // What was asked for last is remembered by its place.
  EventNames(EventNames&&) = default;
  EventNames& operator=(EventNames&&) = default;

  /// With the running system's names: if_indextoname(), and the module's rules.
  [[nodiscard]] static EventNames of_system();

  /// To be told the time now and then: names may change.
  void refresh(std::chrono::steady_clock::time_point now);

  /// Empty when nobody knows a name.
  [[nodiscard]] std::string_view interface(std::uint32_t index) {
    return interface_name(index).text;
  }
  [[nodiscard]] std::string_view label(std::uint32_t rule) { return label_name(rule).text; }

  /// The same as JSON: between quotes, escaped; empty for no name.
  [[nodiscard]] std::string_view interface_json(std::uint32_t index) {
    return interface_name(index).json;
  }
  [[nodiscard]] std::string_view label_json(std::uint32_t rule) { return label_name(rule).json; }

 private:
  struct Name {
    std::string text;
    std::string json;
  };
  /// Asked for last: most events are like the ones before.
  struct Recent {
    std::uint32_t number = 0;
    const Name* name = nullptr;
  };
  static Name make_name(std::string text);
  const Name& interface_name(std::uint32_t index) {
    const Recent& recent = recent_[index % recent_.size()];
    if (recent.name != nullptr && recent.number == index) [[likely]]
      return *recent.name;
    return look_up_interface(index);
  }
  const Name& label_name(std::uint32_t rule) {
    if (recent_label_.name != nullptr && recent_label_.number == rule) [[likely]]
      return *recent_label_.name;
    return look_up_label(rule);
  }
  const Name& look_up_interface(std::uint32_t index);
  const Name& look_up_label(std::uint32_t rule);

  Interface ask_interface_;
  Labels ask_labels_;
  std::unordered_map<std::uint32_t, Name> interfaces_;
  std::map<std::uint32_t, Name> labels_;
  bool labels_wanted_ = true;
  std::array<Recent, 4> recent_;
  Recent recent_label_;
  std::chrono::steady_clock::time_point refreshed_;
};

/// From a record's clock to that of the wall.
class WallClock {
 public:
  /// Takes the difference now.
  [[nodiscard]] static WallClock now();
  /// `offset`: ns from CLOCK_MONOTONIC to CLOCK_REALTIME.
  explicit WallClock(std::int64_t offset) : offset_(offset) {}

  /// ns since 1970, UTC.
  [[nodiscard]] std::uint64_t of(std::uint64_t time) const {
    return time + static_cast<std::uint64_t>(offset_);
  }

 private:
  std::int64_t offset_;
};

/// What a writer of events needs to know beside them.
struct EventContext {
  EventNames& names;
  WallClock clock;
  /// Places and drop reasons as Tap::place() and Tap::reason() tell them.
  std::function<std::string_view(std::uint64_t)> place;
  std::function<std::string_view(std::uint32_t)> reason;
  bool colours = false;
  /// The line of source of a place that has a name, empty where it is not known; none
  /// when nobody asked for lines.
  std::function<std::string_view(std::uint64_t)> line = nullptr;

  [[nodiscard]] std::string_view line_of(std::uint64_t number) const {
    return line ? line(number) : std::string_view{};
  }
};

}  // namespace nftrace::cli
