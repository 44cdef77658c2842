// SPDX-License-Identifier: GPL-2.0-or-later
// Puts NFTRACE rules back after somebody loaded the ruleset anew without them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ruleset/nft_bus.h"
#include "ruleset/rule_memory.h"

namespace nftrace {

class NftTransaction;

/// Keeps the NFTRACE rules of nft tables, native or iptables-nft's, for as long as it lives.
///
/// A rule's object in the kernel, and with it its counters, dies with the last
/// rule that uses it. So the keeper holds one more rule for each object, in a
/// table of its own that no packet passes and that belongs to its socket: the
/// kernel spares it when others flush the ruleset, and takes it away when the
/// keeper ends, however it ends. A rule put back finds its object there, and its
/// counters go on; packets that passed meanwhile were not seen.
class RuleKeeper {
 public:
  /// Remembers nothing yet. Errors: NoModule without nf_tables; Permission.
  [[nodiscard]] static Result<RuleKeeper> open();

  /// Looks at the ruleset: remembers what is there, puts back what is missing and
  /// has its place again, in one transaction. Call it again and again; each call
  /// costs one question when nothing changed.
  /// Errors: Interrupted when the ruleset kept changing for ten tries, which the
  /// next call may mend; Permission. That the kernel refuses a rule is no error of
  /// this call: see refused().
  [[nodiscard]] Result<> look();

  /// Why the kernel refused what was to be put back when it was last tried; tried
  /// again when the ruleset changes.
  [[nodiscard]] const std::optional<Error>& refused() const { return refused_; }

  [[nodiscard]] std::uint64_t put_back() const { return put_back_; }       ///< rules, so far
  [[nodiscard]] std::size_t missing() const { return memory_.missing(); }  ///< rules, now

 private:
  explicit RuleKeeper(NftBus bus);
  [[nodiscard]] Result<> look_once();
  void hold(NftTransaction& transaction, const NftRuleset& ruleset) const;

  NftBus bus_;
  RuleMemory memory_;
  std::string table_;  ///< the name of our own table
  std::uint32_t generation_ = 0;
  bool looked_ = false;
  std::uint64_t put_back_ = 0;
  std::optional<Error> refused_;
};

/// Begins the names of all keepers' tables.
inline constexpr std::string_view kKeeperTable = "nfctl-keep-";

}  // namespace nftrace
