// SPDX-License-Identifier: GPL-2.0-or-later
// What nfctl watch shows: a screen, blocks of text, or lines of JSON.
#pragma once

#include <chrono>

#include "cli/live.h"
#include "ui/screen.h"

namespace nftrace::cli {

struct ViewOptions {
  bool json = false;
  SortBy sort = SortBy::Rate;
  std::chrono::milliseconds interval{1000};
  bool packets = false;  ///< those of the snapshot are shown
};

class WatchView {
 public:
  WatchView(ui::Output& output, ViewOptions options);

  [[nodiscard]] Result<> show(Snapshot snapshot);

  /// The last snapshot again, in the size that the window has now.
  [[nodiscard]] Result<> redraw();

  /// Gives the terminal back; redraw() takes it again.
  void leave() { screen_.leave(); }

  /// Gives the terminal back and leaves the last snapshot on it.
  [[nodiscard]] Result<> finish();

 private:
  [[nodiscard]] bool on_screen() const { return output_.terminal() && !options_.json; }
  [[nodiscard]] std::vector<std::string> lines() const;

  ui::Output& output_;
  ViewOptions options_;
  ui::Screen screen_;
  Snapshot last_;
};

}  // namespace nftrace::cli
