// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/proc_tables.h"

#include <algorithm>
#include <vector>

namespace nftrace::doctor {
namespace {

using Words = std::vector<std::string>;

/// The number in `values` below the title `name`; 0 when there is none.
std::uint64_t value_below(const Words& titles, const Words& values, const std::string& name,
                          int base) {
  const auto at =
      static_cast<std::size_t>(std::find(titles.begin(), titles.end(), name) - titles.begin());
  return at < titles.size() && at < values.size() ? parse_number(values[at], base).value_or(0) : 0;
}

}  // namespace

std::uint64_t sum_column(const Machine& machine, const std::string& path, const std::string& name) {
  const auto lines = machine.lines(path);
  if (lines.empty()) return 0;
  const auto titles = split_words(lines.front());
  std::uint64_t sum = 0;
  for (std::size_t line = 1; line < lines.size(); ++line) {
    sum += value_below(titles, split_words(lines[line]), name, 16);
  }
  return sum;
}

std::uint64_t named_counter(const Machine& machine, const std::string& path,
                            const std::string& group, const std::string& name) {
  Words titles;
  for (const std::string& line : machine.lines(path)) {
    Words words = split_words(line);
    if (words.empty() || words[0] != group) continue;
    if (!titles.empty()) return value_below(titles, words, name, 10);
    titles = std::move(words);
  }
  return 0;
}

}  // namespace nftrace::doctor
