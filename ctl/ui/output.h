// SPDX-License-Identifier: GPL-2.0-or-later
// Standard output, whose failures are not ignored.
#pragma once

#include <cstddef>
#include <string_view>

#include "netlink/result.h"

namespace nftrace::ui {

/// What kind of thing we write to. Taken once, at the start.
class Output {
 public:
  /// Does not own the descriptor.
  explicit Output(int descriptor);

  /// Everything, or an error: `sys` is EPIPE when the reader is gone.
  [[nodiscard]] Result<> write(std::string_view text);

  [[nodiscard]] bool terminal() const { return terminal_; }
  /// On a terminal, unless NO_COLOR is set or TERM is "dumb".
  [[nodiscard]] bool colours() const { return colours_; }

  /// Columns and lines now. Not a terminal: COLUMNS if that is set, else 0, which
  /// is no limit; and no limit of lines.
  struct Size {
    std::size_t columns = 0;
    std::size_t lines = 0;
  };
  [[nodiscard]] Size size() const;

 private:
  int descriptor_;
  bool terminal_ = false;
  bool colours_ = false;
};

}  // namespace nftrace::ui
