// SPDX-License-Identifier: GPL-2.0-or-later
// The rules as they are now, kept up to date by what the module sends.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "cli/model.h"
#include "client/changes.h"
#include "ruleset/rule_keeper.h"

namespace nftrace::cli {

/// What was done for rules that others took away.
struct KeepState {
  std::uint64_t put_back = 0;  ///< since the start
  std::size_t missing = 0;     ///< now: their chain or their neighbours are not there
  std::string trouble;         ///< why rules could not be put back; empty: no trouble
};

/// What is shown at one moment.
struct Snapshot {
  std::vector<RuleRow> rows;         ///< in the order of their places, then those that are gone
  bool placed = true;                ///< false: the ruleset could not be read yet
  std::uint64_t gaps = 0;            ///< losses seen, each mended by a dump
  std::optional<KeepState> keep;     ///< none: nothing is put back
  std::vector<std::string> packets;  ///< of the rule that is watched alone: lines of text
};

/// Are rules put back that others took away?
enum class Keep { No, Yes };

/// A subscription, dumps where it is not enough, and the ruleset. Errors of all
/// calls are the client's; a ruleset that can't be read for now is no error. With
/// Keep::Yes, rules of nft tables are put back as rule_keeper.h tells.
class LiveRules {
 public:
  [[nodiscard]] static Result<LiveRules> open(std::chrono::milliseconds interval,
                                              Keep keep = Keep::No);

  /// Takes in every change that has come.
  [[nodiscard]] Result<> take_changes();

  /// Closes an interval: changes, dumps and the ruleset as needed, then rates.
  /// The ruleset and the module's generation are looked at once a second at most.
  [[nodiscard]] Result<> tick();

  /// Puts back what is missing, with Keep::Yes. Intervals may be long, so this is
  /// to be called at keep_due() as well; tick() does it too.
  void keep();
  [[nodiscard]] Clock::time_point keep_due() const;  ///< far away without Keep::Yes

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
  std::optional<RuleKeeper> keeper_;
  std::string keep_trouble_;
  Clock::time_point kept_;
};

}  // namespace nftrace::cli
