// SPDX-License-Identifier: GPL-2.0-or-later
// The system's programs: found in a fixed PATH, run with an argument vector,
// never by a shell.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "netlink/result.h"

namespace nftrace {

/// How a run ended.
struct ProgramRun {
  int status = 0;    ///< exit status; 128 + signal when it was killed
  std::string text;  ///< what it wrote on the stream that was listened to
};

enum class Heard { Output, Errors };

/// Full path of a program in /usr/local/sbin, /usr/local/bin, /usr/sbin,
/// /usr/bin, /sbin or /bin, in this order.
[[nodiscard]] std::optional<std::string> find_program(std::string_view name);

/// Runs `words`, of which the first is a name for find_program() or a path, with
/// LC_ALL=C and that PATH, and waits for its end. Standard input is `input`, or
/// /dev/null with -1; the stream that is not heard goes to /dev/null. Of what is
/// heard at most `most` bytes are kept, the rest is read and forgotten.
/// Errors: NotFound when there is no such program; Failed when it can't start.
[[nodiscard]] Result<ProgramRun> run_program(std::span<const std::string> words,
                                             Heard heard = Heard::Output, int input = -1,
                                             std::size_t most = 64 << 20);

}  // namespace nftrace
