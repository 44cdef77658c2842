// SPDX-License-Identifier: GPL-2.0-or-later
// The packets that hit a rule last, as lines of text.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "cli/event_text.h"
#include "client/tap.h"

namespace nftrace::cli {

/// A tap of one rule, of which only the last few packets are kept. Of a busy rule it
/// takes some packets a second, so that it costs the router nothing that matters.
class LastPackets {
 public:
  static constexpr std::size_t kKept = 8;
  static constexpr std::uint32_t kRate = 50;  ///< packets a second at most

  /// Errors: as Tap::open(); NotFound when there is no such rule.
  [[nodiscard]] static Result<LastPackets> open(const RuleName& rule);

  /// Takes in what has come. Errors: as Tap::next().
  [[nodiscard]] Result<> take();

  /// The newest last, escaped, without newlines.
  [[nodiscard]] const std::deque<std::string>& lines() const { return lines_; }

 private:
  explicit LastPackets(Tap tap);

  Tap tap_;
  EventNames names_;
  std::deque<std::string> lines_;
};

}  // namespace nftrace::cli
