// SPDX-License-Identifier: GPL-2.0-or-later
// nfctl del: takes NFTRACE rules out of the ruleset.
#include <algorithm>
#include <memory>

#include "cli/command.h"
#include "cli/report.h"
#include "cli/rule_name.h"
#include "client/client.h"
#include "ruleset/removal.h"

namespace nftrace::cli {
namespace {

struct Options {
  std::string name;
  bool all = false;
};

Result<int> run(const Options& options, ui::Output& output) {
  if (options.all == !options.name.empty()) {
    return fail(Code::Usage, "name one rule by its id or label, or write --all");
  }
  Result<RuleName> name = RuleName(std::uint32_t{0});
  if (!options.all) name = parse_rule_name(options.name);
  if (!name) return tl::unexpected(std::move(name).error());

  // Rules hold the module, so without it there is nothing to take out.
  if (auto client = Client::open(Autoload::No); !client) {
    return tl::unexpected(std::move(client).error());
  }
  auto places = read_places();
  if (!places) return tl::unexpected(std::move(places).error());
  std::vector<Place> chosen;
  std::copy_if(places->rules.begin(), places->rules.end(), std::back_inserter(chosen),
               [&](const Place& place) { return options.all || names(*name, place); });
  if (chosen.empty() && options.all) {
    return output.write("no NFTRACE rules\n").map([] { return int{kOk}; });
  }
  if (chosen.empty()) {
    return fail(Code::NotFound, "there is no " + describe(*name) + " in any table", 0,
                "see: nfctl rules");
  }
  if (auto removed = remove_places(chosen); !removed) {
    return tl::unexpected(std::move(removed).error());
  }
  std::string text;
  for (const Place& place : chosen) text += "removed: " + describe(place) + "\n";
  return output.write(text).map([] { return int{kOk}; });
}

}  // namespace

Command del_command(const Parser& nfctl) {
  auto options = std::make_shared<Options>();
  Command command{nfctl.command("del", "Take NFTRACE rules out of the ruleset")};
  command.parser.word("RULE", options->name, "Its id or its label: every entry of it");
  command.parser.flag("--all", options->all, "Every NFTRACE rule of this network namespace");
  command.run = [options](ui::Output& output) { return run(*options, output); };
  return command;
}

}  // namespace nftrace::cli
