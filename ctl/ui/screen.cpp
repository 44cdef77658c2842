// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/screen.h"

#include <spdlog/fmt/fmt.h>

namespace nftrace::ui {

Screen::~Screen() { leave(); }

Result<> Screen::draw(const std::vector<std::string>& lines) {
  std::string text;
  if (!entered_) text += "\033[?1049h\033[?25l";
  entered_ = true;
  const std::size_t room = output_.size().lines;
  const std::size_t shown = lines.size() <= room ? lines.size() : (room > 1 ? room - 1 : 1);
  // Each line clears its own rest: clearing the screen first would flicker.
  text += "\033[H";
  for (std::size_t at = 0; at < shown; ++at) {
    if (at != 0) text += "\r\n";
    text += lines[at] + "\033[K";
  }
  if (shown < lines.size()) {
    text += fmt::format("\r\n... {} more lines\033[K", lines.size() - shown);
  }
  text += "\033[J";
  return output_.write(text);
}

void Screen::leave() {
  if (!entered_) return;
  entered_ = false;
  // Nothing is left to do when the terminal itself is gone.
  (void)output_.write("\033[?25h\033[?1049l");
}

}  // namespace nftrace::ui
