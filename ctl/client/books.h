// SPDX-License-Identifier: GPL-2.0-or-later
// The books: every hit has exactly one verdict, or is still on its way.
#pragma once

#include <span>

#include "client/rule_counters.h"

namespace nftrace {

/// The sum over rules that must equal `hits`. Rules without verdicts have no
/// books: `rules` counts only those that have.
struct Books {
  std::uint64_t rules = 0;
  std::uint64_t hits = 0;
  std::uint64_t accept = 0;
  std::uint64_t drop = 0;
  std::uint64_t stolen = 0;
  std::uint64_t lost = 0;
  std::uint64_t untracked = 0;
  std::uint64_t count_only = 0;
  std::uint64_t open = 0;

  [[nodiscard]] std::uint64_t told() const;
  [[nodiscard]] bool balanced() const { return hits == told(); }
};

[[nodiscard]] Books books_of(const RuleCounters& rule);
[[nodiscard]] Books books_of(std::span<const RuleCounters> rules);

}  // namespace nftrace
