// SPDX-License-Identifier: GPL-2.0-or-later
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/report.h"

namespace nftrace::cli {
namespace {

constexpr const char* kFooter =
    "Examples:\n"
    "  nfctl add INPUT -- -p tcp --dport 443   follow what comes in on port 443\n"
    "  nfctl watch                             see its packets, live\n"
    "  nfctl watch --sort drops --interval 1s  the rules that lose most, first\n"
    "  nfctl rules --json                      the same once, for programs\n"
    "  nfctl events tcp port 443               single packets and what became of them\n"
    "  nfctl del --all                         take every NFTRACE rule out again\n"
    "  nfctl doctor                            what is wrong here, and what mends it\n"
    "\n"
    "Exit status: 0 ok, 1 failed, 2 usage, 3 module or permission missing,\n"
    "4 --strict and something was lost.\n"
    "nfctl COMMAND --help says more; so does nfctl(8).";

/// Words for the parser, in the reversed order that it wants, and those behind
/// "--": CLI11 would take the latter for positional words of any command.
struct Words {
  std::vector<std::string> reversed;
  std::vector<std::string> behind_dashes;
  bool dashes = false;
};

Words split(int argc, const char* const* argv) {
  Words words;
  for (int at = 1; at < argc; ++at) {
    const std::string word = argv[at];
    if (words.dashes) {
      words.behind_dashes.push_back(word);
    } else if (word == "--") {
      words.dashes = true;
    } else {
      words.reversed.push_back(word);
    }
  }
  std::reverse(words.reversed.begin(), words.reversed.end());
  return words;
}

int print(ui::Output& output, const std::string& text, int status) {
  auto written = output.write(text);
  if (written) return status;
  warn(error_text(written.error()));
  return kFailed;
}

int tell_usage(const CLI::App& app, const std::string& what) {
  std::string name = "nfctl";
  for (const CLI::App* chosen : app.get_subcommands()) name += " " + chosen->get_name();
  warn("nfctl: " + what + "\n  see: " + name + " --help\n");
  return kUsage;
}

int run_command(const Command& command, ui::Output& output) {
  auto status = command.run(output);
  if (status) return *status;
  const Error& error = status.error();
  if (command.json()) (void)output.write(json_line(error_json(error)));
  warn(error_text(error));
  return exit_of(error);
}

}  // namespace

int run(int argc, const char* const* argv) {
  ui::Output output(STDOUT_FILENO);
  Words words = split(argc, argv);

  const Parser nfctl(std::make_shared<CLI::App>(
      "nfctl shows which netfilter rule saw your packets, and what became of them.", "nfctl"));
  CLI::App& app = nfctl.app();
  app.set_version_flag("-V,--version", "nfctl " NFTRACE_VERSION);
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.footer(kFooter);
  app.require_subcommand(0, 1);
  const std::vector<Command> commands = {
      watch_command(nfctl),   events_command(nfctl),
      rules_command(nfctl),   add_command(nfctl, words.behind_dashes),
      del_command(nfctl),     reset_command(nfctl),
      status_command(nfctl),  save_command(nfctl),
      restore_command(nfctl), doctor_command(nfctl),
      symbols_command(nfctl),
  };
  if (argc <= 1) return print(output, app.help(), kUsage);
  try {
    app.parse(words.reversed);
  } catch (const CLI::CallForHelp&) {
    return print(output, app.help(), kOk);
  } catch (const CLI::CallForVersion& version) {
    return print(output, std::string(version.what()) + "\n", kOk);
  } catch (const CLI::ParseError& error) {
    return tell_usage(app, error.what());
  }
  for (const Command& command : commands) {
    if (!command.parser.app().parsed()) continue;
    if (words.dashes && command.parser.app().get_name() != "add") {
      return tell_usage(app, "only add takes words behind --");
    }
    return run_command(command, output);
  }
  return tell_usage(app, "a command is missing");
}

}  // namespace nftrace::cli
