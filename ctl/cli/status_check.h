// SPDX-License-Identifier: GPL-2.0-or-later
// Do the books balance?
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "client/books.h"
#include "netlink/result.h"

namespace nftrace::cli {

struct BooksReport {
  Books sum;                             ///< of the rules that balance
  std::size_t without_verdicts = 0;      ///< rules whose books do not exist
  std::vector<RuleCounters> unbalanced;  ///< as last read
};

/// Reads one rule again; NotFound when it is gone.
using ReadRule = std::function<Result<RuleCounters>(std::uint32_t id)>;

/// Waits a moment and says whether there is time to read again.
using Again = std::function<bool()>;

/// Holds the identity against every rule. While packets move, its parts are read
/// one after the other and need not fit, so a rule that does not balance is read
/// again as long as `again` says so. A rule that goes meanwhile is left out.
[[nodiscard]] Result<BooksReport> check_books(const std::vector<RuleCounters>& rules,
                                              const ReadRule& read, const Again& again);

}  // namespace nftrace::cli
