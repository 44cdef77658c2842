// SPDX-License-Identifier: GPL-2.0-or-later
// nfctl status: the module, its limits, and whether its books balance.
#include <linux/nftrace.h>
#include <spdlog/fmt/fmt.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "cli/command.h"
#include "cli/report.h"
#include "cli/saved_view.h"
#include "cli/status_check.h"
#include "client/client.h"
#include "ruleset/place.h"
#include "ui/text.h"

namespace nftrace::cli {
namespace {

struct Options {
  bool json = false;
  bool check = false;
};

/// What is known after all questions were asked.
struct Status {
  ModuleInfo module;
  Result<Places> places;
  std::optional<BooksReport> books;
  SavedRules saved;
};

std::vector<std::string> feature_names(std::uint64_t features) {
  std::vector<std::string> names;
  if ((features & NFTRACE_FEATURE_COUNT) != 0) names.push_back("count");
  if ((features & NFTRACE_FEATURE_VERDICTS) != 0) names.push_back("verdicts");
  if ((features & NFTRACE_FEATURE_PLACES) != 0) names.push_back("places");
  if ((features & NFTRACE_FEATURE_TAPS) != 0) names.push_back("taps");
  if ((features & NFTRACE_FEATURE_GROUP) != 0) names.push_back("group");
  if ((features & NFTRACE_FEATURE_FATES) != 0) names.push_back("fates");
  return names;
}

Json sum_json(const Books& books) {
  return {{"hits", books.hits},
          {"accept", books.accept},
          {"drop", books.drop},
          {"stolen", books.stolen},
          {"lost", books.lost},
          {"untracked", books.untracked},
          {"count_only", books.count_only},
          {"open", books.open}};
}

std::string sum_line(const Books& books) {
  return fmt::format(
      "hits {} = accept {} + drop {} + stolen {} + lost {} + untracked {} + count-only {} + "
      "open {}",
      books.hits, books.accept, books.drop, books.stolen, books.lost, books.untracked,
      books.count_only, books.open);
}

Json check_json(const BooksReport& report) {
  Json check = {{"balanced", report.unbalanced.empty()}, {"rules", report.sum.rules}};
  check.update(sum_json(report.sum));
  check["unbalanced"] = Json::array();
  for (const RuleCounters& rule : report.unbalanced) {
    Json entry = {{"id", rule.id},
                  {"label", rule.label.empty() ? Json(nullptr) : Json(ui::valid_utf8(rule.label))}};
    entry.update(sum_json(books_of(rule)));
    check["unbalanced"].push_back(std::move(entry));
  }
  return check;
}

Json status_json(const Status& status) {
  const ModuleInfo& module = status.module;
  const auto backend = [&](bool Places::*member) {
    return status.places ? Json((*status.places).*member) : Json(nullptr);
  };
  Json json = {{"tool_version", NFTRACE_VERSION},
               {"module_version", ui::valid_utf8(module.version)},
               {"features", feature_names(module.features)},
               {"rules", module.rules},
               {"rules_max", module.rules_max},
               {"generation", module.generation},
               {"interval_ms", module.interval_ms},
               {"flights", module.flights},
               {"flights_max", module.flights_max},
               {"flights_quota", module.flights_quota},
               {"legacy_tables", backend(&Places::legacy_tables)},
               {"nft_tables", backend(&Places::nft_tables)},
               {"nft_rules", status.places ? Json(nft_rules(*status.places)) : Json(nullptr)},
               {"saved", saved_json(status.saved)}};
  if (status.books) json["check"] = check_json(*status.books);
  return json;
}

std::string backends_text(const Places& places) {
  if (places.legacy_tables && places.nft_tables) return "legacy and nft tables";
  if (places.legacy_tables) return "legacy tables";
  return places.nft_tables ? "nft tables" : "no tables";
}

std::string books_text(const BooksReport& report) {
  std::string text = fmt::format("{:<10}{} ({} {})\n", "books", sum_line(report.sum),
                                 report.sum.rules, report.sum.rules == 1 ? "rule" : "rules");
  for (const RuleCounters& rule : report.unbalanced) {
    const std::string label = rule.label.empty() ? "" : " \"" + ui::escape(rule.label) + "\"";
    text += fmt::format("{:<10}rule {}{} does not balance: {} (sum {})\n", "", rule.id, label,
                        sum_line(books_of(rule)), books_of(rule).told());
  }
  return text;
}

std::string status_text(const Status& status) {
  const ModuleInfo& module = status.module;
  const auto features = feature_names(module.features);
  std::string text;
  const auto line = [&](const char* name, const std::string& value) {
    text += fmt::format("{:<10}{}\n", name, value);
  };
  line("module", ui::escape(module.version) +
                     (module.version == NFTRACE_VERSION ? "" : ", not the version of nfctl"));
  line("nfctl", NFTRACE_VERSION);
  line("features", fmt::format("{}", fmt::join(features, ", ")));
  line("rules", fmt::format("{} of at most {}", module.rules, module.rules_max));
  if ((module.features & NFTRACE_FEATURE_VERDICTS) != 0) {
    line("flights", fmt::format("{} open, at most {} here and {} in all", module.flights,
                                module.flights_quota, module.flights_max));
  }
  line("readers", module.interval_ms == 0
                      ? std::string("none")
                      : fmt::format("told of changes every {} ms", module.interval_ms));
  if (status.places) line("ruleset", backends_text(*status.places));
  if (status.books) text += books_text(*status.books);
  return text + saved_text(status.places ? nft_rules(*status.places) : 0, status.saved);
}

/// Reads again for about a second.
Again for_a_second() {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  return [deadline] {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return true;
  };
}

Result<BooksReport> check(Client& client, const ModuleInfo& module) {
  if ((module.features & NFTRACE_FEATURE_VERDICTS) == 0) {
    return fail(Code::Failed, "this module keeps no verdicts: there are no books to check");
  }
  auto rules = client.rules();
  if (!rules) return tl::unexpected(std::move(rules).error());
  return check_books(
      *rules, [&](std::uint32_t id) { return client.rule(id); }, for_a_second());
}

Result<int> run(const Options& options, ui::Output& output) {
  auto client = Client::open(Autoload::No);
  if (!client) return tl::unexpected(std::move(client).error());
  auto module = client->module();
  if (!module) return tl::unexpected(std::move(module).error());

  Status status{*std::move(module), read_places(), std::nullopt, find_saved_rules()};
  if (options.check) {
    auto report = check(*client, status.module);
    if (!report) return tl::unexpected(std::move(report).error());
    status.books = *std::move(report);
  }
  const std::string text = options.json ? json_line(status_json(status)) : status_text(status);
  if (auto written = output.write(text); !written) {
    return tl::unexpected(std::move(written).error());
  }
  if (status.books && !status.books->unbalanced.empty()) {
    // Told already by the object or the text; only the status is left.
    warn("nfctl: the books do not balance\n");
    return kFailed;
  }
  if (status.places) return kOk;
  Error error = std::move(status.places).error();
  error.what = "the ruleset could not be read: " + error.what;
  warn(error_text(error));
  return exit_of(error);
}

}  // namespace

Command status_command(const Parser& nfctl) {
  auto options = std::make_shared<Options>();
  Command command{nfctl.command("status", "Show the module, its limits and its books")};
  command.parser.flag("--json", options->json, "One JSON object; names as in docs/json.md");
  command.parser.flag("--check", options->check,
                      "Prove that every hit has its verdict; exit 1 when not");
  command.run = [options](ui::Output& output) { return run(*options, output); };
  command.json = [options] { return options->json; };
  return command;
}

}  // namespace nftrace::cli
