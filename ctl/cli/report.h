// SPDX-License-Identifier: GPL-2.0-or-later
// How a command ends: its exit status and what it says of an error.
#pragma once

#include <string>

#include "cli/rule_json.h"
#include "netlink/result.h"

namespace nftrace::cli {

/// Exit statuses of nfctl. kLost: with --strict, something was lost.
enum Exit : int { kOk = 0, kFailed = 1, kUsage = 2, kMissing = 3, kLost = 4 };

[[nodiscard]] int exit_of(const Error& error);

/// "nfctl: what: reason" and, where something can be done, a second line that
/// names the command that mends it. Empty when the reader of our output is gone:
/// there is nobody to tell.
[[nodiscard]] std::string error_text(const Error& error);

/// {"error": NAME, "message": ..., "hint": ...}; hint null when there is none.
[[nodiscard]] Json error_json(const Error& error);

/// Prints the text on standard error.
void warn(const std::string& text);

}  // namespace nftrace::cli
