// SPDX-License-Identifier: GPL-2.0-or-later
// nfctl restore: adds the rules of a saved file that are not there yet.
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <memory>
#include <sstream>

#include "cli/add.h"
#include "cli/command.h"
#include "cli/report.h"
#include "cli/rule_words.h"
#include "cli/rules_file.h"
#include "cli/saved_view.h"
#include "ruleset/chain_owner.h"
#include "ruleset/iptables.h"
#include "ruleset/place.h"
#include "ui/text.h"

namespace nftrace::cli {
namespace {

using Words = std::vector<std::string>;

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Code::NotFound, "cannot read " + path, errno, "make it: nfctl save");
  // Opening a folder works, reading it does not.
  if (file.peek() == std::ifstream::traits_type::eof()) {
    if (file.bad()) return fail(Code::Failed, "cannot read " + path, errno);
    return std::string();
  }
  std::ostringstream text;
  text << file.rdbuf();
  if (text.fail()) return fail(Code::Failed, "cannot read " + path, errno);
  return text.str();
}

/// The rules that are there, so that a second restore adds nothing.
Result<std::vector<Words>> rules_there() {
  auto places = read_places();
  if (!places) return tl::unexpected(std::move(places).error());
  std::vector<Words> rules;
  for (const Place& place : places->rules) {
    auto words = rule_words(place);
    if (words) rules.push_back(without_position(*std::move(words)));
  }
  return rules;
}

/// A line of the file, understood.
struct Wish {
  RulesLine line;
  AddWords words;
  AddPlan plan;
};

/// All lines are read and understood before the first rule is written.
Result<std::vector<Wish>> understand(const std::string& file, std::vector<RulesLine> lines) {
  std::vector<Wish> wishes;
  for (RulesLine& line : lines) {
    auto words = parse_add_words(line.words);
    Result<AddPlan> plan = words ? plan_add(*words) : tl::unexpected(words.error());
    if (!plan) {
      Error error = std::move(plan).error();
      error.what = fmt::format("{}: line {}: {}", file, line.number, error.what);
      return tl::unexpected(std::move(error));
    }
    wishes.push_back({std::move(line), *std::move(words), *std::move(plan)});
  }
  return wishes;
}

/// Asks iptables, which knows when two ways to write a rule mean the same. False
/// where it can't be asked: adding will then say why.
bool iptables_has(const IptablesAdd& add) {
  AddRequest request = add.request;
  request.append = true;
  Words words = add_words(request);
  *std::find(words.begin(), words.end(), "-A") = "-C";
  return std::all_of(add.families.begin(), add.families.end(), [&](Family family) {
    const auto owner = owner_of_chain(family, request.table, request.chain);
    if (!owner || !owner->iptables) return false;
    const auto ran = run_iptables(add.backend.value_or(owner->backend), family, words);
    return ran && ran->status == 0;
  });
}

/// Takes a rule out of `there` that is this one; false when there is none.
bool take_known(const Wish& wish, std::vector<Words>& there) {
  const auto known = std::find(there.begin(), there.end(), without_position(wish.line.words));
  if (known == there.end()) return false;
  there.erase(known);
  return true;
}

/// The wishes that are not fulfilled yet, as things stand before the first is.
Result<std::vector<Wish>> missing_of(std::vector<Wish> wishes) {
  auto there = rules_there();
  if (!there) return tl::unexpected(std::move(there).error());
  std::vector<Wish> missing;
  for (Wish& wish : wishes) {
    if (take_known(wish, *there)) continue;
    const auto* iptables = std::get_if<IptablesAdd>(&wish.plan);
    if (iptables != nullptr && !there->empty() && iptables_has(*iptables)) continue;
    missing.push_back(std::move(wish));
  }
  return missing;
}

Result<int> run(const std::string& file, ui::Output& output) {
  auto text = read_file(file);
  if (!text) return tl::unexpected(std::move(text).error());
  auto lines = parse_rules(*text);
  if (!lines) {
    return fail(lines.error().code, file + ": " + lines.error().what);
  }
  auto wishes = understand(file, *std::move(lines));
  if (!wishes) return tl::unexpected(std::move(wishes).error());
  const std::size_t wanted = wishes->size();
  auto missing = missing_of(*std::move(wishes));
  if (!missing) return tl::unexpected(std::move(missing).error());

  int status = kOk;
  bool nft = false;
  for (const Wish& wish : *missing) {
    auto added = add_rule(wish.words);
    if (added) {
      nft = nft || added->nft;
      if (auto said = output.write(added->text); !said) {
        return tl::unexpected(std::move(said).error());
      }
      continue;
    }
    // The other lines may still be added.
    Error error = std::move(added).error();
    error.what = fmt::format("{}: line {}: {}", file, wish.line.number, error.what);
    warn(error_text(error));
    status = std::max(status, exit_of(error));
  }
  std::string last;
  const std::size_t already = wanted - missing->size();
  if (wanted == 0) last = "no rules in " + ui::escape(file) + "\n";
  if (already != 0) last = fmt::format("{} rules were there already\n", already);
  if (nft) last += std::string(kNotReloadable) + "\n";
  return output.write(last).map([&] { return int{status}; });
}

}  // namespace

Command restore_command(const Parser& nfctl) {
  auto file = std::make_shared<std::string>(kRulesFile);
  Command command{nfctl.command("restore", "Add the rules of a saved file that are not there yet")};
  command.parser.word("FILE", *file, "Default /etc/nftrace/rules.conf");
  command.run = [file](ui::Output& output) { return run(*file, output); };
  return command;
}

}  // namespace nftrace::cli
