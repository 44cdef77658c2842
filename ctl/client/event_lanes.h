// SPDX-License-Identifier: GPL-2.0-or-later
// Records of several CPUs become one stream, with every loss told in its place.
//
// Knows no socket and no clock: tests feed it.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "client/events.h"

namespace nftrace {

/// One event of the stream: a record, a gap, or a pause.
struct Event {
  std::uint32_t cpu = 0;
  std::uint32_t lost = 0;  ///< so many records of this CPU are missing here; 0 for a record
  /// Null for a gap and a pause. `snap` has `snaplen` bytes.
  const nftrace_record* record = nullptr;
  /// So many packets or hits of this CPU the tap let by about here, over its budget.
  std::uint64_t paused = 0;
};

/// What came, and what did not. `gaps` can only count what a later record of the
/// same CPU shows to be missing; TapCounters::lost has all.
struct Received {
  std::uint64_t records = 0;   ///< of every type
  std::uint64_t hits = 0;      ///< NFTRACE_RECORD_HIT
  std::uint64_t verdicts = 0;  ///< NFTRACE_RECORD_VERDICT
  std::uint64_t accepts = 0;   ///< of these: NFTRACE_VERDICT_ACCEPT
  std::uint64_t fates = 0;     ///< NFTRACE_RECORD_FATE
  std::uint64_t unknown = 0;   ///< of types that are newer than this program
  std::uint64_t gaps = 0;      ///< records missing, by their sequence numbers
  std::uint64_t bytes = 0;     ///< of packets with a verdict, from the IP header on
};

/// A queue for each CPU. Within a CPU the order is kept as it came; between CPUs
/// the older record goes first, as far as both have come. A record that comes
/// when younger ones of other CPUs were handed out already goes out late.
class EventLanes {
 public:
  /// Keeps the records of a message. Malformed when they are not what the header
  /// says: then nothing counted or handed out from here on can be trusted.
  [[nodiscard]] Result<> add(const EventsMessage& message);

  /// Counts the records of a message and keeps none. Malformed as above.
  [[nodiscard]] Result<> count(const EventsMessage& message);

  /// Appends every record that is not younger than `until` (ns, CLOCK_MONOTONIC),
  /// and the gaps in front of them. Records stay where they are until the next
  /// add().
  void give(std::uint64_t until, std::vector<Event>& batch);

  /// Time of the oldest record that is kept.
  [[nodiscard]] std::optional<std::uint64_t> oldest() const;
  [[nodiscard]] std::size_t kept_bytes() const;
  [[nodiscard]] const Received& received() const { return received_; }
  /// Records lost so far, as the messages themselves say.
  [[nodiscard]] std::uint64_t lost() const;
  [[nodiscard]] std::uint64_t paused() const;

 private:
  struct Lane {
    std::vector<std::byte> data;  ///< whole records, aligned as operator new aligns
    std::size_t from = 0;         ///< what lies before it was handed out
    std::uint32_t seq = 0;        ///< expected next; wraps
    std::uint64_t lost = 0;
    std::uint64_t paused = 0;
    std::uint64_t paused_told = 0;  ///< of these, handed out

    [[nodiscard]] bool empty() const { return from == data.size(); }
    [[nodiscard]] std::uint64_t time() const;
  };
  struct Head {
    std::uint64_t time;
    std::uint32_t cpu;
    Lane* lane;
    bool operator<(const Head& other) const { return time > other.time; }  ///< oldest on top
  };

  void hand_out(std::uint32_t cpu, Lane& lane, std::vector<Event>& batch);
  void account(const RecordHead& head);

  std::map<std::uint32_t, Lane> lanes_;
  std::vector<Head> heads_;  ///< kept for its memory
  Received received_;
};

}  // namespace nftrace
