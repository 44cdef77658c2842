// SPDX-License-Identifier: GPL-2.0-or-later
// What the kernel counted for a tap.
#pragma once

#include <cstdint>

#include "netlink/attribute.h"

namespace nftrace {

/// What the kernel counted for a tap since it was opened. While packets move, the
/// numbers are read one after the other.
struct TapCounters {
  std::uint64_t seen = 0;     ///< packets that the filter or rule chose
  std::uint64_t skipped = 0;  ///< of these: not told because of sample, rate or count
  std::uint64_t crowded = 0;  ///< of these: not followed, the kernel's table had no room
  std::uint64_t records = 0;  ///< records made
  std::uint64_t lost = 0;     ///< of these: the buffer was full
  std::uint64_t sent = 0;     ///< of these: given to the socket
  std::uint64_t thinned = 0;  ///< hits that their rule's own sample and rate made no events
  std::uint64_t paused = 0;   ///< packets or hits let by: the tap was over its budget
  bool done = false;          ///< the count is reached

  /// Packets that have or will have a verdict.
  [[nodiscard]] std::uint64_t told() const;
  /// Records that are still in the kernel's buffers.
  [[nodiscard]] std::uint64_t buffered() const;
};

/// TAP_GET's reply. Malformed when a length is wrong or a number is missing. Pure.
[[nodiscard]] Result<TapCounters> decode_tap(Bytes attributes);

}  // namespace nftrace
