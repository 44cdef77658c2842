// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/signals.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

namespace nftrace::ui {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

TEST(Signals, TellWhatCameInsteadOfKilling) {
  auto signals = Signals::open();
  ASSERT_TRUE(signals);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
    raise(number);
    EXPECT_EQ(signals->wait(-1, steady_clock::now() + seconds(30)).value(), Wake::Stop) << number;
  }
  raise(SIGWINCH);
  EXPECT_EQ(signals->wait(-1, steady_clock::now() + seconds(30)).value(), Wake::Resize);
  raise(SIGTSTP);
  EXPECT_EQ(signals->wait(-1, steady_clock::now() + seconds(30)).value(), Wake::Suspend);
}

TEST(Signals, ReturnAtTheDeadline) {
  auto signals = Signals::open();
  ASSERT_TRUE(signals);
  EXPECT_EQ(signals->wait(-1, steady_clock::now() + milliseconds(5)).value(), Wake::Time);
  EXPECT_EQ(signals->wait(-1, steady_clock::now() - seconds(5)).value(), Wake::Time);
}

TEST(Signals, TellOfInputButNotInsteadOfASignalOrTheDeadline) {
  auto signals = Signals::open();
  ASSERT_TRUE(signals);
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "x", 1), 1);
  EXPECT_EQ(signals->wait(ends[0], steady_clock::now() + seconds(30)).value(), Wake::Input);
  raise(SIGTERM);
  EXPECT_EQ(signals->wait(ends[0], steady_clock::now() + seconds(30)).value(), Wake::Stop);
  // A flood of input must not keep the next block from being shown.
  EXPECT_EQ(signals->wait(ends[0], steady_clock::now() - seconds(1)).value(), Wake::Time);
  close(ends[0]);
  close(ends[1]);
}

TEST(Signals, GiveTheProcessBackAsItWas) {
  {
    auto signals = Signals::open();
    ASSERT_TRUE(signals);
    // Left unread: must not kill us when signals go.
    raise(SIGTERM);
  }
  sigset_t blocked;
  sigprocmask(SIG_SETMASK, nullptr, &blocked);
  EXPECT_EQ(sigismember(&blocked, SIGTERM), 0);
  EXPECT_EQ(sigismember(&blocked, SIGINT), 0);
}

}  // namespace
}  // namespace nftrace::ui
