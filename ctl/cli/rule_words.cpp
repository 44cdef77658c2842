// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/rule_words.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/nft_match_words.h"
#include "cli/rules_file.h"
#include "ruleset/iptables.h"
#include "ruleset/program.h"

namespace nftrace::cli {
namespace {

using Words = std::vector<std::string>;
using nlohmann::json;

tl::unexpected<Error> gone(const Place& place) {
  return fail(Code::Interrupted,
              std::string("the chain ") + place.chain + " changed while its rules were read");
}

/// Rules of nft by handle, out of the answer to nft -j list chain.
const json* find_rule(const json& answer, std::uint64_t handle) {
  const auto list = answer.find("nftables");
  if (list == answer.end() || !list->is_array()) return nullptr;
  for (const json& entry : *list) {
    const auto rule = entry.find("rule");
    if (rule != entry.end() && rule->value("handle", std::uint64_t{0}) == handle) return &*rule;
  }
  return nullptr;
}

Result<Words> ask_iptables(const Place& place) {
  auto path = find_iptables(place.backend, place.family);
  if (!path) return tl::unexpected(std::move(path).error());
  const Words command = {*path,       "-w", "5",         "-t",
                         place.table, "-S", place.chain, std::to_string(place.number)};
  auto ran = run_program(command);
  if (!ran) return tl::unexpected(std::move(ran).error());
  if (ran->status != 0) return gone(place);
  // iptables-nft may write a remark in front.
  std::string_view text = ran->text;
  const auto at = text.find("-A ");
  if (at == std::string_view::npos) return gone(place);
  text.remove_prefix(at);
  return iptables_rule_words(place, text.substr(0, text.find('\n')));
}

Result<Words> ask_nft(const Place& place) {
  const Words command = {"nft",       "-j",       "-a", "list", "chain", to_string(place.family),
                         place.table, place.chain};
  auto ran = run_program(command);
  if (!ran) {
    Error error = std::move(ran).error();
    error.hint = "install the package nftables";
    return tl::unexpected(std::move(error));
  }
  const json answer = json::parse(ran->text, nullptr, false);
  if (ran->status != 0 || answer.is_discarded()) return gone(place);
  const json* rule = find_rule(answer, place.handle);
  if (rule == nullptr) return gone(place);
  return nft_rule_words(place, *rule);
}

}  // namespace

Words without_position(Words words) {
  const auto end = std::find(words.begin(), words.end(), "--");
  const auto at = std::find(words.begin(), end, "--position");
  if (at != end && at + 1 != end) words.erase(at, at + 2);
  return words;
}

Result<Words> iptables_rule_words(const Place& place, std::string_view line) {
  auto split = split_line(line);
  if (!split) return tl::unexpected(std::move(split).error());
  const Words& all = *split;
  const auto jump = std::find(all.begin(), all.end(), "-j");
  if (all.size() < 4 || all[0] != "-A" || all[1] != place.chain || jump == all.end() ||
      jump + 1 == all.end() || jump[1] != "NFTRACE") {
    return fail(Code::Malformed, "iptables says of an NFTRACE rule: " + std::string(line));
  }
  Words words;
  if (place.family == Family::Ipv6) words.insert(words.end(), {"--family", "ip6"});
  words.insert(words.end(), {"--backend", to_string(place.backend)});
  if (place.table != "filter") words.insert(words.end(), {"-t", place.table});
  words.insert(words.end(), {"--position", std::to_string(place.number)});
  const Words options = option_words(place.options, "--");
  words.insert(words.end(), options.begin(), options.end());
  words.push_back(place.chain);
  if (jump == all.begin() + 2) return words;
  words.emplace_back("--");
  words.insert(words.end(), all.begin() + 2, jump);
  return words;
}

Result<Words> nft_rule_words(const Place& place, const json& rule) {
  const auto expressions = rule.find("expr");
  if (expressions == rule.end()) return fail(Code::Malformed, "nft says nothing of a rule");
  auto match = nft_match_words(*expressions);
  if (!match) return tl::unexpected(std::move(match).error());
  Words words = {"--position", std::to_string(place.number)};
  const Words options = option_words(place.options, "--");
  words.insert(words.end(), options.begin(), options.end());
  words.insert(words.end(), {to_string(place.family), place.table, place.chain});
  if (!match->empty()) {
    words.emplace_back("--");
    words.insert(words.end(), match->begin(), match->end());
  }
  return words;
}

Result<Words> rule_words(const Place& place) {
  return place.iptables ? ask_iptables(place) : ask_nft(place);
}

}  // namespace nftrace::cli
