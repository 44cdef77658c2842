// SPDX-License-Identifier: GPL-2.0-or-later
// Events as a tap's socket gets them. Pure: bytes in, values out.
#pragma once

#include <linux/nftrace.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "netlink/attribute.h"

namespace nftrace {

/// From this message on, records name the place `symbol` by `number`.
struct PlaceName {
  std::uint64_t number = 0;
  std::string symbol;  ///< "function+0xoffset/0xsize [module]"
};

/// What the kernel calls a drop reason; empty when it has no name for it.
struct ReasonName {
  std::uint32_t reason = 0;
  std::string name;
};

/// One message: records of one CPU in the order in which they were made, and the
/// names that they need.
struct EventsMessage {
  std::uint32_t cpu = 0;     ///< below kCpusAtMost
  std::uint64_t lost = 0;    ///< records of this CPU that were lost, since the tap was opened
  std::uint64_t paused = 0;  ///< packets and hits of it that the tap's pauses let by
  std::vector<PlaceName> places;
  std::vector<ReasonName> reasons;
  Bytes records;  ///< inside the bytes that were read; for RecordReader
};

constexpr std::uint32_t kCpusAtMost = 65536;

/// The attributes of NFTRACE_CMD_EVENTS, in any order. Those that are not known
/// are skipped. Malformed when a length or a text is wrong, when the CPU is
/// missing or makes no sense, or when there are two lists of records.
[[nodiscard]] Result<EventsMessage> decode_events(Bytes attributes);

/// What all records have in common, those of types not known here too.
struct RecordHead {
  std::uint64_t time = 0;  ///< ns, CLOCK_MONOTONIC
  std::uint32_t seq = 0;
  std::uint8_t type = 0;  ///< enum nftrace_record_type
  Bytes bytes;            ///< the whole record
};

/// Walks records one after the other:
///
///   RecordReader reader(message.records);
///   while (auto head = reader.next()) { ... }
///   if (reader.malformed()) ...
///
/// The usual mistake is to forget malformed(), or to take `bytes` of a type that
/// is_known() does not know for a struct nftrace_record.
class RecordReader {
 public:
  explicit RecordReader(Bytes records) : rest_(records) {}

  /// The next record; nothing at the end and at the first wrong length: a size
  /// that is no multiple of 8, is more than what is left, or less than what a
  /// known type needs with its detail and its piece of the packet.
  [[nodiscard]] std::optional<RecordHead> next();
  [[nodiscard]] bool malformed() const { return malformed_; }

 private:
  Bytes rest_;
  bool malformed_ = false;
};

/// Whether a record of this type is a struct nftrace_record.
[[nodiscard]] constexpr bool is_known(std::uint8_t type) {
  return type >= NFTRACE_RECORD_HIT && type <= NFTRACE_RECORD_FATE;
}

/// What stands behind a record of a known type, as RecordReader checked it; zeros
/// when it has no detail.
[[nodiscard]] const nftrace_detail& detail_of(const nftrace_record& record);

/// The piece of the packet at a record's end; of a known type, as RecordReader
/// checked it.
[[nodiscard]] Bytes snap_of(const nftrace_record& record);

}  // namespace nftrace
