// SPDX-License-Identifier: GPL-2.0-or-later
// nfctl save: writes the NFTRACE rules of this network namespace into a file.
#include <spdlog/fmt/fmt.h>

#include <memory>

#include "cli/command.h"
#include "cli/report.h"
#include "cli/rule_words.h"
#include "cli/rules_file.h"
#include "ruleset/place.h"
#include "ui/text.h"

namespace nftrace::cli {
namespace {

constexpr const char* kHeader =
    "# NFTRACE rules, written by nfctl save; read at boot by nftrace-rules.service.\n"
    "# A line holds what stands behind \"nfctl add\".\n";

Result<int> run(const std::string& file, ui::Output& output) {
  auto places = read_places();
  if (!places) return tl::unexpected(std::move(places).error());
  std::string text = kHeader;
  unsigned saved = 0;
  unsigned unsaid = 0;
  for (const Place& place : places->rules) {
    auto words = rule_words(place);
    if (words) {
      text += join_line(*words) + "\n";
      ++saved;
    } else if (words.error().code == Code::Usage) {
      text += "# not saved: rule " + std::to_string(place.id) + ", " +
              ui::escape(words.error().what) + "\n";
      warn(error_text(words.error()));
      ++unsaid;
    } else {
      // A file that holds less than there is would be worse than the old one.
      return tl::unexpected(std::move(words).error());
    }
  }
  auto written = file == "-" ? output.write(text) : write_whole(file, text);
  if (!written) return tl::unexpected(std::move(written).error());
  if (file != "-") {
    const std::string told = fmt::format("{} rules saved in {}\n", saved, ui::escape(file));
    if (auto said = output.write(told); !said) return tl::unexpected(std::move(said).error());
  }
  return unsaid == 0 ? kOk : kFailed;
}

}  // namespace

Command save_command(const Parser& nfctl) {
  auto file = std::make_shared<std::string>(kRulesFile);
  Command command{nfctl.command("save", "Write the NFTRACE rules into a file for the boot")};
  command.parser.word("FILE", *file, "Default /etc/nftrace/rules.conf; - prints it");
  command.run = [file](ui::Output& output) { return run(*file, output); };
  return command;
}

}  // namespace nftrace::cli
