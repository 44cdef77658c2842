// SPDX-License-Identifier: GPL-2.0-or-later
// Where NFTRACE rules of nft tables stood, native or iptables-nft's, and where they belong after
// somebody loaded the ruleset anew without them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ruleset/nft_position.h"
#include "ruleset/nft_ruleset.h"

namespace nftrace {

/// A rule beside ours that is not NFTRACE's, known by what it says.
struct Neighbour {
  std::uint64_t text = 0;    ///< as in nft_text.h
  unsigned same_before = 0;  ///< how many rules of its chain say the same, in front of it
  std::uint64_t handle = 0;  ///< as long as the chain is not loaded anew
};

/// All that is needed to make a rule again in its place.
struct RememberedRule {
  std::uint8_t family = 0;  ///< NFPROTO_*
  std::string table;
  std::string chain;
  std::uint64_t table_handle = 0;     ///< never given twice; chains' and rules' are, in
  std::uint64_t chain_handle = 0;     ///< another table of the same name
  unsigned number = 0;                ///< place within the chain, from 1
  OptionBlock block;                  ///< with the id that its object had
  std::uint64_t text = 0;             ///< what it says
  std::vector<std::byte> copy;        ///< attributes that make it again
  std::optional<Neighbour> in_front;  ///< nearest one; none: it was among the first
  std::optional<Neighbour> behind;    ///< nearest one; none: it was among the last
  bool there = true;                  ///< in the ruleset last looked at
};

/// A rule that can be put back now, in the ruleset that was looked at.
struct PutBack {
  std::size_t rule = 0;  ///< index into RuleMemory::rules()
  NftPosition position;
};

/// Knows no socket; whoever has a ruleset hands it in, and does what comes out.
/// What it remembers is plain data, so it can be kept in a file as well.
class RuleMemory {
 public:
  RuleMemory() = default;
  explicit RuleMemory(std::vector<RememberedRule> rules) : rules_(std::move(rules)) {}

  /// Compares with what is remembered:
  ///  - a rule that is there is remembered as it stands now;
  ///  - one that is gone while its chain is the one it stood in, and a neighbour
  ///    still has its handle (or it had none), was taken out on purpose: forgotten;
  ///  - every other one that is gone is to be put back as soon as its chain and a
  ///    neighbour, by what it says, are there: in front of the one that stood
  ///    behind it, else behind the one that stood in front of it. A rule that had
  ///    no neighbours comes first.
  /// Tables that a program owns are passed over.
  /// Returns them in an order in which several at one place keep theirs.
  [[nodiscard]] std::vector<PutBack> look(const NftRuleset& ruleset);

  [[nodiscard]] const std::vector<RememberedRule>& rules() const { return rules_; }

  /// Rules that are gone and not forgotten.
  [[nodiscard]] std::size_t missing() const;

 private:
  std::vector<RememberedRule> rules_;
};

}  // namespace nftrace
