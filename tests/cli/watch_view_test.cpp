// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/watch_view.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

namespace nftrace::cli {
namespace {

constexpr const char* kEnter = "\033[?1049h";
constexpr const char* kLeave = "\033[?1049l";

/// A terminal of our own: what is written to `tty` is read from `master`.
class Terminal {
 public:
  Terminal(unsigned short columns, unsigned short lines) {
    master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) return;
    tty = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    const winsize size{lines, columns, 0, 0};
    ioctl(tty, TIOCSWINSZ, &size);
  }
  ~Terminal() {
    close(tty);
    close(master);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  /// All that was written so far.
  [[nodiscard]] std::string shown() const {
    std::string text;
    pollfd ready{master, POLLIN, 0};
    while (poll(&ready, 1, 200) > 0 && (ready.revents & POLLIN) != 0) {
      char buffer[4096];
      const ssize_t got = read(master, buffer, sizeof(buffer));
      if (got <= 0) break;
      text.append(buffer, static_cast<std::size_t>(got));
    }
    return text;
  }

  int master = -1;
  int tty = -1;
};

Snapshot snapshot_of(unsigned rules) {
  Snapshot snapshot;
  for (unsigned id = 1; id <= rules; ++id) {
    RuleRow& row = snapshot.rows.emplace_back();
    row.counters.id = id;
    row.counters.hits = id * 10;
    row.counters.label = "r" + std::to_string(id);
  }
  return snapshot;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(WatchView, RedrawsInPlaceAndLeavesTheLastTableOnTheTerminal) {
  const Terminal terminal(80, 24);
  ASSERT_GE(terminal.tty, 0);
  ui::Output output(terminal.tty);
  ASSERT_TRUE(output.terminal());
  {
    WatchView view(output, {});
    ASSERT_TRUE(view.show(snapshot_of(2)));
    ASSERT_TRUE(view.show(snapshot_of(2)));
    const std::string drawn = terminal.shown();
    EXPECT_EQ(count(drawn, kEnter), 1U);
    EXPECT_EQ(count(drawn, "\033[H"), 2U);
    EXPECT_EQ(count(drawn, kLeave), 0U);
    ASSERT_TRUE(view.finish());
    const std::string last = terminal.shown();
    EXPECT_EQ(last.find("\033[?25h"), 0U);
    EXPECT_LT(last.find(kLeave), last.find("NFTRACE rules"));
  }
  EXPECT_EQ(terminal.shown(), "");
}

TEST(WatchView, GivesTheTerminalBackAlsoWhenItIsNotFinished) {
  const Terminal terminal(80, 24);
  ui::Output output(terminal.tty);
  {
    WatchView view(output, {});
    ASSERT_TRUE(view.show(snapshot_of(1)));
  }
  EXPECT_EQ(count(terminal.shown(), kLeave), 1U);
}

TEST(WatchView, TellsHowManyLinesDoNotFitTheWindow) {
  const Terminal terminal(80, 6);
  ui::Output output(terminal.tty);
  WatchView view(output, {});
  ASSERT_TRUE(view.show(snapshot_of(20)));
  const std::string drawn = terminal.shown();
  EXPECT_EQ(count(drawn, "\r\n"), 5U);
  // Headline, titles and 20 rules, of which the first three are shown.
  EXPECT_EQ(count(drawn, "... 17 more lines"), 1U);
}

TEST(WatchView, PrintsBlocksIntoAPipe) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  ui::Output output(ends[1]);
  WatchView view(output, {});
  ASSERT_TRUE(view.show(snapshot_of(1)));
  ASSERT_TRUE(view.finish());
  close(ends[1]);
  char buffer[4096];
  const ssize_t got = read(ends[0], buffer, sizeof(buffer));
  ASSERT_GT(got, 0);
  const std::string text(buffer, static_cast<std::size_t>(got));
  EXPECT_EQ(text.find('\033'), std::string::npos);
  EXPECT_EQ(text.substr(text.size() - 2), "\n\n");
  close(ends[0]);
}

TEST(WatchView, PrintsOneObjectALineAsJson) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  ui::Output output(ends[1]);
  WatchView view(output, {true, SortBy::Hits, std::chrono::milliseconds(250)});
  ASSERT_TRUE(view.show(snapshot_of(2)));
  close(ends[1]);
  char buffer[4096];
  const ssize_t got = read(ends[0], buffer, sizeof(buffer));
  ASSERT_GT(got, 0);
  const auto json = nlohmann::json::parse(std::string(buffer, static_cast<std::size_t>(got)));
  EXPECT_EQ(json["interval_ms"], 250);
  EXPECT_EQ(json["rules"][0]["hits"], 20);
  EXPECT_EQ(json["rules"][1]["hits"], 10);
  close(ends[0]);
}

}  // namespace
}  // namespace nftrace::cli
