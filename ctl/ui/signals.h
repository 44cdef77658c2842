// SPDX-License-Identifier: GPL-2.0-or-later
// Signals as something to poll for.
#pragma once

#include <chrono>

#include "netlink/result.h"

namespace nftrace::ui {

enum class Wake { Time, Input, Stop, Resize, Suspend };

/// From open() on, the signals that end or suspend a program, and the one that
/// tells of a new window size, come through wait() only, so that the terminal is
/// never left as it should not be. Given back when it is destroyed.
class Signals {
 public:
  [[nodiscard]] static Result<Signals> open();
  Signals(Signals&& other) noexcept;
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  Signals& operator=(Signals&&) = delete;
  ~Signals();

  /// Waits for a signal, for input on `descriptor` (-1: none), or for `deadline`.
  /// Signals come first.
  [[nodiscard]] Result<Wake> wait(int descriptor, std::chrono::steady_clock::time_point deadline);

 private:
  explicit Signals(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace nftrace::ui
