// SPDX-License-Identifier: GPL-2.0-or-later
// nfctl reset: counters begin at zero.
#include <memory>

#include "cli/command.h"
#include "cli/report.h"
#include "cli/rule_name.h"
#include "client/client.h"

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

  auto client = Client::open(Autoload::No);
  if (!client) return tl::unexpected(std::move(client).error());
  auto done = options.all ? client->reset_all() : client->reset(*name);
  if (!done && done.error().code == Code::NotFound) {
    return fail(Code::NotFound, "there is no " + describe(*name), 0, "see: nfctl rules");
  }
  if (!done) return tl::unexpected(std::move(done).error());
  const std::string text = options.all ? "reset: all rules\n" : "reset: " + describe(*name) + "\n";
  return output.write(text).map([] { return int{kOk}; });
}

}  // namespace

Command reset_command(const Parser& nfctl) {
  auto options = std::make_shared<Options>();
  Command command{nfctl.command("reset", "Let the counters of a rule begin at zero")};
  command.parser.word("RULE", options->name, "Its id or its label");
  command.parser.flag("--all", options->all, "Every rule of this network namespace");
  command.run = [options](ui::Output& output) { return run(*options, output); };
  return command;
}

}  // namespace nftrace::cli
