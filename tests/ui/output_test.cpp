// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/output.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <unistd.h>
#include <cstdlib>

#include <cerrno>
#include <csignal>

#include "ui/screen.h"

namespace nftrace::ui {
namespace {

TEST(Output, TellsThatTheDiskIsFull) {
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  Output output(full);
  const auto written = output.write("text");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().sys, ENOSPC);
  close(full);
}

TEST(Output, TellsThatTheReaderIsGone) {
  std::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  close(ends[0]);
  Output output(ends[1]);
  const auto written = output.write("text");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().sys, EPIPE);
  close(ends[1]);
}

TEST(Output, HasNoColoursInAPipe) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const Output output(ends[1]);
  EXPECT_FALSE(output.terminal());
  EXPECT_FALSE(output.colours());
  close(ends[0]);
  close(ends[1]);
}

TEST(Output, TakesItsWidthFromColumnsInAPipe) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const Output output(ends[1]);
  setenv("COLUMNS", "80", 1);
  EXPECT_EQ(output.size().columns, 80U);
  setenv("COLUMNS", "eighty", 1);
  EXPECT_EQ(output.size().columns, 0U);
  unsetenv("COLUMNS");
  EXPECT_EQ(output.size().columns, 0U);
  close(ends[0]);
  close(ends[1]);
}

std::string written_by(int end) {
  char buffer[4096];
  const ssize_t got = read(end, buffer, sizeof(buffer));
  return got > 0 ? std::string(buffer, static_cast<std::size_t>(got)) : std::string();
}

TEST(Screen, GivesBackWhatItTook) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  Output output(ends[1]);
  {
    Screen screen(output);
    ASSERT_TRUE(screen.draw({"one"}));
    const std::string drawn = written_by(ends[0]);
    EXPECT_NE(drawn.find("\033[?1049h"), std::string::npos);
    EXPECT_NE(drawn.find("\033[?25l"), std::string::npos);
  }
  EXPECT_EQ(written_by(ends[0]), "\033[?25h\033[?1049l");
  close(ends[0]);
  close(ends[1]);
}

}  // namespace
}  // namespace nftrace::ui
