// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/output.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>

namespace nftrace::ui {
namespace {

/// COLUMNS, 0 when it is not set or makes no sense.
std::size_t columns_from_environment() {
  const char* text = std::getenv("COLUMNS");
  if (text == nullptr) return 0;
  std::size_t columns = 0;
  const char* end = text + std::strlen(text);
  const auto parsed = std::from_chars(text, end, columns);
  return parsed.ec == std::errc{} && parsed.ptr == end && columns <= 10000 ? columns : 0;
}

}  // namespace

Output::Output(int descriptor) : descriptor_(descriptor), terminal_(isatty(descriptor) == 1) {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool refused = no_colour != nullptr && *no_colour != '\0';
  const bool dumb = term == nullptr || std::strcmp(term, "dumb") == 0;
  colours_ = terminal_ && !refused && !dumb;
}

Result<> Output::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
      continue;
    }
    if (errno == EINTR) continue;
    if (errno == EAGAIN) {
      pollfd ready{descriptor_, POLLOUT, 0};
      (void)poll(&ready, 1, 1000);
      continue;
    }
    return fail(Code::Failed, "cannot write the output", errno);
  }
  return {};
}

Output::Size Output::size() const {
  winsize window{};
  if (terminal_ && ioctl(descriptor_, TIOCGWINSZ, &window) == 0 && window.ws_col != 0) {
    return {window.ws_col, window.ws_row};
  }
  const std::size_t columns = columns_from_environment();
  if (columns == 0 && terminal_) return {80, 24};
  return {columns, terminal_ ? std::size_t{24} : 0};
}

}  // namespace nftrace::ui
