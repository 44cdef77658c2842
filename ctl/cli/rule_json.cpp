// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/rule_json.h"

#include <linux/nftrace.h>

#include <array>
#include <nlohmann/json.hpp>

#include "ui/text.h"

namespace nftrace::cli {
namespace {

Json hook_name(std::uint8_t hook) {
  static constexpr std::array kNames = {"prerouting", "input", "forward", "output", "postrouting"};
  return hook < kNames.size() ? Json(kNames[hook]) : Json(hook);
}

Json kind_name(std::uint8_t kind) {
  switch (kind) {
    case NFTRACE_PLACE_DROP: return "drop";
    case NFTRACE_PLACE_STOLEN: return "stolen";
    case NFTRACE_PLACE_AFTER: return "after";
    default: return kind;
  }
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(ui::valid_utf8(text));
}

Json entry_json(const Place& place) {
  return {{"family", to_string(place.family)},
          {"backend", to_string(place.backend)},
          {"table", ui::valid_utf8(place.table)},
          {"chain", ui::valid_utf8(place.chain)},
          {"number", place.number},
          {"handle", place.backend == Backend::Nft ? Json(place.handle) : Json(nullptr)}};
}

Json no_entry_json() {
  return {{"family", nullptr}, {"backend", nullptr}, {"table", nullptr},
          {"chain", nullptr},  {"number", nullptr},  {"handle", nullptr}};
}

Json hooks_json(const Verdicts& verdicts) {
  Json hooks = Json::array();
  for (const HookVerdicts& hook : verdicts.hooks) {
    hooks.push_back({{"hook", hook_name(hook.hook)},
                     {"accept", hook.accept},
                     {"drop", hook.drop},
                     {"stolen", hook.stolen},
                     {"lost", hook.lost}});
  }
  return hooks;
}

Json places_json(const Verdicts& verdicts) {
  Json places = Json::array();
  for (const EndPlace& place : verdicts.places) {
    places.push_back({{"kind", kind_name(place.kind)},
                      {"reason", place.reason ? Json(*place.reason) : Json(nullptr)},
                      {"reason_name", text_or_null(place.reason_name)},
                      {"symbol", text_or_null(place.symbol)},
                      {"count", place.count}});
  }
  return places;
}

/// Names that are absent, not 0, when the module keeps no verdicts.
void add_verdicts(Json& rule, const Verdicts& verdicts) {
  rule["accept"] = verdicts.accept;
  rule["drop"] = verdicts.drop;
  rule["stolen"] = verdicts.stolen;
  rule["lost"] = verdicts.lost;
  rule["untracked"] = verdicts.untracked;
  rule["count_only"] = verdicts.count_only;
  rule["open"] = verdicts.open;
  rule["queued"] = verdicts.queued;
  rule["after"] = verdicts.after;
  rule["hooks"] = hooks_json(verdicts);
  rule["places"] = places_json(verdicts);
}

}  // namespace

Json rule_json(const RuleRow& row, bool rates) {
  const RuleCounters& counters = row.counters;
  Json rule;
  rule["id"] = counters.id;
  rule.update(row.entries.empty() ? no_entry_json() : entry_json(row.entries.front()));
  rule["label"] = text_or_null(counters.label);
  rule["flags"] = counters.flags;
  rule["refs"] = counters.refs;
  if (rates) {
    rule["hits_per_s"] = row.rate ? Json(row.rate->hits) : Json(nullptr);
    rule["bytes_per_s"] = row.rate ? Json(row.rate->bytes) : Json(nullptr);
  }
  rule["hits"] = counters.hits;
  rule["bytes"] = counters.bytes;
  rule["age_ms"] = row.age ? Json(row.age->count()) : Json(nullptr);
  if (counters.verdicts) add_verdicts(rule, *counters.verdicts);
  rule["entries"] = Json::array();
  for (const Place& place : row.entries) rule["entries"].push_back(entry_json(place));
  rule["was"] = row.entries.empty() && row.was ? entry_json(*row.was) : Json(nullptr);
  return rule;
}

Json rules_json(const std::vector<RuleRow>& rows, bool rates) {
  Json rules = Json::array();
  for (const RuleRow& row : rows) rules.push_back(rule_json(row, rates));
  return rules;
}

std::string json_line(const Json& value) {
  // All text in it is valid UTF-8, so this does not throw; see valid_utf8().
  return value.dump(-1, ' ', true) + "\n";
}

}  // namespace nftrace::cli
