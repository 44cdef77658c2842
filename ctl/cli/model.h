// SPDX-License-Identifier: GPL-2.0-or-later
// Rules with their counters, places and rates: what the commands show.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "cli/rates.h"
#include "client/rule_counters.h"
#include "ruleset/place.h"

namespace nftrace::cli {

/// One rule object with every table entry that uses it.
struct RuleRow {
  RuleCounters counters;
  std::vector<Place> entries;                    ///< none: see RuleModel::placed()
  std::optional<std::chrono::milliseconds> age;  ///< since the last hit; none before the first
  std::optional<Rate> rate;                      ///< none: not known yet
  std::optional<Place> was;                      ///< without entries: where it last stood
};

/// Merges dumps, changes and places by id. Knows no socket: tests feed it.
class RuleModel {
 public:
  /// A dump: what is not in it is gone.
  void set_rules(std::vector<RuleCounters> rules, Clock::time_point at);

  /// A change. Says whether all rules must be dumped again: the rule is not
  /// known, the set of rules changed, or a counter went down (a reset, or a
  /// change that was on its way while a newer dump was read).
  [[nodiscard]] bool apply(const RuleCounters& rule, Clock::time_point at);

  /// The ruleset as read. Says whether it names a rule that is not known.
  [[nodiscard]] bool set_places(const Places& places);

  /// Whether set_places() was ever told: else rules without entries are not
  /// gone, their place is unknown.
  [[nodiscard]] bool placed() const { return placed_; }
  [[nodiscard]] std::uint32_t generation() const { return generation_; }

  void tick(Clock::time_point now, std::chrono::milliseconds interval);

  /// Rules in the order of their places, then those that have none by id.
  [[nodiscard]] std::vector<RuleRow> rows(Clock::time_point now) const;

  /// Rules that went since the first dump, with their last counters: the newest
  /// hundred. One whose label came again, or that is known again, is not among them.
  [[nodiscard]] std::vector<RuleRow> gone_rows(Clock::time_point now) const;

 private:
  struct Known {
    RuleCounters counters;
    Clock::time_point at;  ///< when the counters held
    RateMeter meter;
  };
  [[nodiscard]] RuleRow row_of(std::uint32_t id, const Known& known, Clock::time_point now) const;

  std::map<std::uint32_t, Known> rules_;
  std::deque<Known> gone_;
  std::map<std::uint32_t, Place> last_place_;  ///< of rules in rules_ and gone_
  std::vector<Place> places_;
  bool placed_ = false;
  std::uint32_t generation_ = 0;
};

enum class SortBy { Rate, Hits, Drops, Place };

/// Stable: rows that are equal stay in the order of their places.
void sort_rows(std::vector<RuleRow>& rows, SortBy by);

}  // namespace nftrace::cli
