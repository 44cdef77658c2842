// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/model.h"

#include <algorithm>
#include <set>
#include <utility>

namespace nftrace::cli {
namespace {

constexpr std::size_t kMostGone = 100;

}  // namespace

void RuleModel::set_rules(std::vector<RuleCounters> rules, Clock::time_point at) {
  std::map<std::uint32_t, Known> known;
  for (RuleCounters& rule : rules) {
    Known& entry = known[rule.id];
    if (const auto before = rules_.find(rule.id); before != rules_.end()) {
      entry.meter = before->second.meter;
    }
    entry.meter.sample(rule.hits, rule.bytes, at);
    entry.at = at;
    generation_ = rule.generation;
    entry.counters = std::move(rule);
  }
  for (auto& [id, before] : rules_) {
    if (!known.contains(id)) gone_.push_back(std::move(before));
  }
  rules_ = std::move(known);
  std::erase_if(gone_, [&](const Known& gone) {
    return std::any_of(rules_.begin(), rules_.end(), [&](const auto& rule) {
      const RuleCounters& counters = rule.second.counters;
      return counters.id == gone.counters.id ||
             (!counters.label.empty() && counters.label == gone.counters.label);
    });
  });
  while (gone_.size() > kMostGone) gone_.pop_front();
  std::erase_if(last_place_, [&](const auto& place) {
    return !rules_.contains(place.first) &&
           std::none_of(gone_.begin(), gone_.end(),
                        [&](const Known& gone) { return gone.counters.id == place.first; });
  });
}

bool RuleModel::apply(const RuleCounters& rule, Clock::time_point at) {
  const auto found = rules_.find(rule.id);
  if (found == rules_.end() || rule.hits < found->second.counters.hits) return true;
  found->second.counters = rule;
  found->second.at = at;
  found->second.meter.sample(rule.hits, rule.bytes, at);
  return std::exchange(generation_, rule.generation) != rule.generation;
}

bool RuleModel::set_places(const Places& places) {
  places_ = places.rules;
  placed_ = true;
  for (auto place = places_.rbegin(); place != places_.rend(); ++place) {
    last_place_[place->id] = *place;
  }
  return std::any_of(places_.begin(), places_.end(),
                     [&](const Place& place) { return !rules_.contains(place.id); });
}

void RuleModel::tick(Clock::time_point now, std::chrono::milliseconds interval) {
  for (auto& [id, known] : rules_) known.meter.tick(now, interval);
}

RuleRow RuleModel::row_of(std::uint32_t id, const Known& known, Clock::time_point now) const {
  RuleRow row;
  row.counters = known.counters;
  row.rate = known.meter.rate();
  if (known.counters.age) {
    const auto since = std::chrono::floor<std::chrono::milliseconds>(now - known.at);
    row.age = *known.counters.age + since;
  }
  if (const auto last = last_place_.find(id); last != last_place_.end()) row.was = last->second;
  return row;
}

std::vector<RuleRow> RuleModel::gone_rows(Clock::time_point now) const {
  std::vector<RuleRow> rows;
  for (const Known& gone : gone_) {
    rows.push_back(row_of(gone.counters.id, gone, now));
    rows.back().rate.reset();
  }
  return rows;
}

std::vector<RuleRow> RuleModel::rows(Clock::time_point now) const {
  std::vector<RuleRow> rows;
  std::map<std::uint32_t, std::size_t> numbers;
  const auto row_for = [&](std::uint32_t id, const Known& known) -> RuleRow& {
    const auto [at, fresh] = numbers.try_emplace(id, rows.size());
    return fresh ? rows.emplace_back(row_of(id, known, now)) : rows[at->second];
  };
  for (const Place& place : places_) {
    const auto known = rules_.find(place.id);
    if (known != rules_.end()) row_for(place.id, known->second).entries.push_back(place);
  }
  for (const auto& [id, known] : rules_) (void)row_for(id, known);
  return rows;
}

void sort_rows(std::vector<RuleRow>& rows, SortBy by) {
  if (by == SortBy::Place) return;
  const auto key = [by](const RuleRow& row) -> std::pair<double, std::uint64_t> {
    switch (by) {
      case SortBy::Rate: return {row.rate ? row.rate->hits : 0, row.counters.hits};
      case SortBy::Drops:
        return {row.counters.verdicts ? static_cast<double>(row.counters.verdicts->drop) : 0, 0};
      default: return {0, row.counters.hits};
    }
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const RuleRow& left, const RuleRow& right) {
    return key(left) > key(right);
  });
}

}  // namespace nftrace::cli
