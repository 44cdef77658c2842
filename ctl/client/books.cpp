// SPDX-License-Identifier: GPL-2.0-or-later
#include "client/books.h"

namespace nftrace {

std::uint64_t Books::told() const {
  return accept + drop + stolen + lost + untracked + count_only + open;
}

Books books_of(const RuleCounters& rule) { return books_of(std::span(&rule, 1)); }

Books books_of(std::span<const RuleCounters> rules) {
  Books books;
  for (const RuleCounters& rule : rules) {
    if (!rule.verdicts) continue;
    ++books.rules;
    books.hits += rule.hits;
    books.accept += rule.verdicts->accept;
    books.drop += rule.verdicts->drop;
    books.stolen += rule.verdicts->stolen;
    books.lost += rule.verdicts->lost;
    books.untracked += rule.verdicts->untracked;
    books.count_only += rule.verdicts->count_only;
    books.open += rule.verdicts->open;
  }
  return books;
}

}  // namespace nftrace
