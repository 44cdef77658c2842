// SPDX-License-Identifier: GPL-2.0-or-later
// The rules as they are now, kept up to date by what the module sends.
#pragma once

#include <chrono>
#include <vector>

#include "cli/model.h"
#include "client/changes.h"

namespace nftrace::cli {

/// What is shown at one moment.
struct Snapshot {
  std::vector<RuleRow> rows;  ///< in the order of their places
  bool placed = true;         ///< false: the ruleset could not be read yet
  std::uint64_t gaps = 0;     ///< losses seen, each mended by a dump
};

/// A subscription, dumps where it is not enough, and the ruleset. Errors of all
/// calls are the client's; a ruleset that can't be read for now is no error.
class LiveRules {
 public:
  [[nodiscard]] static Result<LiveRules> open(std::chrono::milliseconds interval);

  /// Takes in every change that has come.
  [[nodiscard]] Result<> take_changes();

  /// Closes an interval: changes, dumps and the ruleset as needed, then rates.
  /// The ruleset and the module's generation are looked at once a second at most.
  [[nodiscard]] Result<> tick();

  [[nodiscard]] Snapshot snapshot() const;
  [[nodiscard]] int descriptor() const { return stream_.descriptor(); }

 private:
  LiveRules(Client client, ChangeStream stream, std::chrono::milliseconds interval);
  [[nodiscard]] Result<> dump();
  [[nodiscard]] Result<> read_ruleset();

  Client client_;
  ChangeStream stream_;
  std::chrono::milliseconds interval_;
  RuleModel model_;
  bool dump_wanted_ = false;
  std::uint32_t generation_ = 0;
  Clock::time_point ruleset_read_;
  std::uint64_t gaps_ = 0;
};

}  // namespace nftrace::cli
