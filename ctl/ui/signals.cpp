// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/signals.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

namespace nftrace::ui {
namespace {

sigset_t watched() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP}) {
    sigaddset(&set, number);
  }
  return set;
}

Wake wake_of(std::uint32_t number) {
  if (number == SIGWINCH) return Wake::Resize;
  if (number == SIGTSTP) return Wake::Suspend;
  return Wake::Stop;
}

}  // namespace

Result<Signals> Signals::open() {
  const sigset_t set = watched();
  const int descriptor = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (descriptor < 0) return fail(Code::Failed, "cannot wait for signals", errno);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  return Signals(descriptor);
}

Signals::Signals(Signals&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Signals::~Signals() {
  if (descriptor_ < 0) return;
  // A second Ctrl-C while the last lines are written is not worth dying of.
  signalfd_siginfo pending;
  while (read(descriptor_, &pending, sizeof(pending)) > 0) {
  }
  close(descriptor_);
  const sigset_t set = watched();
  sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

Result<Wake> Signals::wait(int descriptor, std::chrono::steady_clock::time_point deadline) {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd ready[2] = {{descriptor_, POLLIN, 0}, {descriptor, POLLIN, 0}};
    const int polled =
        poll(ready, 2, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60000)));
    if (polled < 0 && errno == EINTR) continue;
    if (polled < 0) return fail(Code::Failed, "cannot wait", errno);
    signalfd_siginfo signal;
    if (read(descriptor_, &signal, sizeof(signal)) == sizeof(signal)) {
      return wake_of(signal.ssi_signo);
    }
    if (left.count() <= 0) return Wake::Time;
    if (ready[1].revents != 0) return Wake::Input;
  }
}

}  // namespace nftrace::ui
