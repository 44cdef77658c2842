// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/status_check.h"

#include <utility>

namespace nftrace::cli {

Result<BooksReport> check_books(const std::vector<RuleCounters>& rules, const ReadRule& read,
                                const Again& again) {
  BooksReport report;
  std::vector<RuleCounters> balanced;
  for (const RuleCounters& rule : rules) {
    if (!rule.verdicts) {
      ++report.without_verdicts;
    } else if (books_of(rule).balanced()) {
      balanced.push_back(rule);
    } else {
      report.unbalanced.push_back(rule);
    }
  }
  while (!report.unbalanced.empty() && again()) {
    std::vector<RuleCounters> still;
    for (const RuleCounters& before : report.unbalanced) {
      auto rule = read(before.id);
      if (!rule && rule.error().code == Code::NotFound) continue;
      if (!rule) return tl::unexpected(std::move(rule).error());
      (books_of(*rule).balanced() ? balanced : still).push_back(*std::move(rule));
    }
    report.unbalanced = std::move(still);
  }
  report.sum = books_of(balanced);
  return report;
}

}  // namespace nftrace::cli
