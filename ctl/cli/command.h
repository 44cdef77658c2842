// SPDX-License-Identifier: GPL-2.0-or-later
// The commands of nfctl, one file each.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "netlink/result.h"
#include "ui/output.h"

namespace nftrace::cli {

/// A command as the parser found it. `run` returns the exit status, or the
/// error that decides it.
struct Command {
  CLI::App* parser = nullptr;
  std::function<Result<int>(ui::Output& output)> run;
  std::function<bool()> json = [] { return false; };  ///< errors as JSON too
};

[[nodiscard]] Command watch_command(CLI::App& app);
[[nodiscard]] Command events_command(CLI::App& app);
[[nodiscard]] Command rules_command(CLI::App& app);
[[nodiscard]] Command status_command(CLI::App& app);
[[nodiscard]] Command reset_command(CLI::App& app);
[[nodiscard]] Command del_command(CLI::App& app);
[[nodiscard]] Command save_command(CLI::App& app);
[[nodiscard]] Command restore_command(CLI::App& app);
[[nodiscard]] Command doctor_command(CLI::App& app);
[[nodiscard]] Command symbols_command(CLI::App& app);

/// `behind_dashes` are the words behind "--", which the parser does not see.
[[nodiscard]] Command add_command(CLI::App& app, const std::vector<std::string>& behind_dashes);

/// The whole of nfctl: parses, runs, tells errors. Returns the exit status.
[[nodiscard]] int run(int argc, const char* const* argv);

}  // namespace nftrace::cli
