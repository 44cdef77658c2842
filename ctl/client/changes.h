// SPDX-License-Identifier: GPL-2.0-or-later
// Changed rule counters as the module sends them.
#pragma once

#include <chrono>
#include <optional>

#include "client/client.h"
#include "client/decode.h"

namespace nftrace {

/// A subscription to group "rules". It lives as long as its socket: dropping the
/// object ends it in the kernel.
class ChangeStream {
 public:
  /// Subscribes, then joins: whoever dumps all rules after this misses no
  /// change. `interval` is NFTRACE_INTERVAL_MIN to _MAX; Usage outside.
  [[nodiscard]] static Result<ChangeStream> open(const GenlFamily& family,
                                                 std::chrono::milliseconds interval);

  struct Changes {
    std::vector<RuleCounters> rules;  ///< in the order in which they came
    bool gap = false;                 ///< something was lost before these: dump
  };

  /// Rules of the next datagram; none when nothing came within `timeout` or a
  /// signal came. A malformed datagram is told as a gap.
  [[nodiscard]] Result<Changes> next(std::chrono::milliseconds timeout);

  [[nodiscard]] int descriptor() const { return socket_.descriptor(); }

 private:
  ChangeStream(NetlinkSocket socket, std::uint16_t family);

  NetlinkSocket socket_;
  std::uint16_t family_;
  std::optional<std::uint32_t> sequence_;  ///< of the last datagram
};

}  // namespace nftrace
