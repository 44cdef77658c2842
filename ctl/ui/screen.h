// SPDX-License-Identifier: GPL-2.0-or-later
// A terminal that is drawn again and again.
#pragma once

#include <string>
#include <vector>

#include "ui/output.h"

namespace nftrace::ui {

/// Takes the terminal's second screen and hides the cursor; gives both back when
/// it is destroyed or told to leave.
class Screen {
 public:
  explicit Screen(Output& output) : output_(output) {}
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  /// Shows these lines from the top; those that do not fit are told by number
  /// in the last line.
  [[nodiscard]] Result<> draw(const std::vector<std::string>& lines);

  /// Back to what the terminal showed before. draw() enters again.
  void leave();

 private:
  Output& output_;
  bool entered_ = false;
};

}  // namespace nftrace::ui
