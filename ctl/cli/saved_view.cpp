// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/saved_view.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ui/text.h"

namespace nftrace::cli {
namespace {

std::string two_lines(const std::string& first, const std::string& second) {
  return fmt::format("{:<10}{}\n{:<10}{}\n", "warning", first, "", second);
}

std::string warning(const SavedRule& rule, bool in_the_ruleset) {
  const std::string what =
      fmt::format("{} has NFTRACE in line {}", ui::escape(rule.file), rule.line);
  if (rule.kind == SavedKind::Iptables) {
    return two_lines(what + ": without the module and",
                     "the plugin, iptables-restore stops at that table when it boots");
  }
  return two_lines(what + ": nft -f refuses it at boot;",
                   in_the_ruleset ? "take the rules out (nfctl del --all) and save it again"
                                  : "save it again, or take the line out");
}

}  // namespace

std::size_t nft_rules(const Places& places) {
  return static_cast<std::size_t>(
      std::count_if(places.rules.begin(), places.rules.end(),
                    [](const Place& place) { return place.backend == Backend::Nft; }));
}

std::string saved_text(std::size_t rules, const SavedRules& saved) {
  std::string text;
  if (rules != 0) {
    text += two_lines(fmt::format("{} in nft tables: nft -f can't load what",
                                  rules == 1 ? "1 rule" : fmt::format("{} rules", rules)),
                      "\"nft list ruleset\" prints, until nfctl del --all");
  }
  for (const SavedRule& rule : saved.found) text += warning(rule, rules != 0);
  for (const UnreadFile& file : saved.unread) {
    text += fmt::format("{:<10}{} could not be looked at: {}\n", "warning", ui::escape(file.file),
                        ui::escape(file.why));
  }
  return text;
}

Json saved_json(const SavedRules& saved) {
  Json found = Json::array();
  for (const SavedRule& rule : saved.found) {
    found.push_back({{"file", ui::valid_utf8(rule.file)},
                     {"kind", rule.kind == SavedKind::Nft ? "nft" : "iptables"},
                     {"line", rule.line},
                     {"count", rule.count}});
  }
  Json unread = Json::array();
  for (const UnreadFile& file : saved.unread) {
    unread.push_back({{"file", ui::valid_utf8(file.file)}, {"why", ui::valid_utf8(file.why)}});
  }
  return {{"found", std::move(found)}, {"unread", std::move(unread)}};
}

}  // namespace nftrace::cli
