// SPDX-License-Identifier: GPL-2.0-or-later
// nfctl rules: every NFTRACE rule with its counters, once.
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/model.h"
#include "cli/report.h"
#include "cli/rule_table.h"
#include "cli/sorting.h"
#include "client/client.h"

namespace nftrace::cli {
namespace {

struct Options {
  bool json = false;
  SortBy sort = SortBy::Place;
};

Result<int> run(const Options& options, ui::Output& output) {
  auto client = Client::open(Autoload::No);
  if (!client) return tl::unexpected(std::move(client).error());
  auto rules = client->rules();
  if (!rules) return tl::unexpected(std::move(rules).error());

  RuleModel model;
  model.set_rules(*std::move(rules), Clock::now());
  auto places = read_places();
  if (places && model.set_places(*places)) {
    // A rule came between the two reads.
    rules = client->rules();
    if (!rules) return tl::unexpected(std::move(rules).error());
    model.set_rules(*std::move(rules), Clock::now());
  }
  auto rows = model.rows(Clock::now());
  sort_rows(rows, options.sort);

  std::string text;
  if (options.json) {
    text = json_line({{"placed", model.placed()}, {"rules", rules_json(rows, false)}});
  } else if (rows.empty()) {
    text = "no NFTRACE rules; add one: nfctl add INPUT\n";
  } else {
    const TableOptions look{output.size().columns, output.colours(), false, model.placed()};
    for (const std::string& line : rule_table(rows, look)) text += line + "\n";
  }
  if (auto written = output.write(text); !written) {
    return tl::unexpected(std::move(written).error());
  }
  if (places) return kOk;
  // The counters are right all the same: shown, but not a success.
  Error error = std::move(places).error();
  error.what = "the places of rules could not be read: " + error.what;
  warn(error_text(error));
  return exit_of(error);
}

}  // namespace

Command rules_command(const Parser& nfctl) {
  auto options = std::make_shared<Options>();
  Command command{nfctl.command("rules", "Show every NFTRACE rule with its counters, once")};
  command.parser.flag("--json", options->json, "One JSON object; names as in docs/json.md");
  add_sort_option(command.parser, options->sort);
  command.run = [options](ui::Output& output) { return run(*options, output); };
  command.json = [options] { return options->json; };
  return command;
}

}  // namespace nftrace::cli
