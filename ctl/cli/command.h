// SPDX-License-Identifier: GPL-2.0-or-later
// The commands of nfctl, one file each.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/parser.h"
#include "netlink/result.h"
#include "ui/output.h"

namespace nftrace::cli {

/// A command as the parser found it. `run` returns the exit status, or the
/// error that decides it.
struct Command {
  Parser parser;
  std::function<Result<int>(ui::Output& output)> run = {};
  std::function<bool()> json = [] { return false; };  ///< errors as JSON too
};

[[nodiscard]] Command watch_command(const Parser& nfctl);
[[nodiscard]] Command events_command(const Parser& nfctl);
[[nodiscard]] Command rules_command(const Parser& nfctl);
[[nodiscard]] Command status_command(const Parser& nfctl);
[[nodiscard]] Command reset_command(const Parser& nfctl);
[[nodiscard]] Command del_command(const Parser& nfctl);
[[nodiscard]] Command save_command(const Parser& nfctl);
[[nodiscard]] Command restore_command(const Parser& nfctl);
[[nodiscard]] Command doctor_command(const Parser& nfctl);
[[nodiscard]] Command symbols_command(const Parser& nfctl);

/// `behind_dashes` are the words behind "--", which the parser does not see.
[[nodiscard]] Command add_command(const Parser& nfctl,
                                  const std::vector<std::string>& behind_dashes);

/// The whole of nfctl: parses, runs, tells errors. Returns the exit status.
[[nodiscard]] int run(int argc, const char* const* argv);

}  // namespace nftrace::cli
