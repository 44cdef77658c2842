// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/rule_memory.h"

#include <gtest/gtest.h>
#include <linux/netfilter.h>

namespace nftrace {
namespace {

using Kind = NftPosition::Kind;

constexpr std::uint64_t kDrop = 100;
constexpr std::uint64_t kAccept = 200;

/// A ruleset with one table, inet fw, and chains whose rules a test lists. As in the
/// kernel, a table made anew has a handle of its own, and counts those of its chains
/// and rules from 1 again.
class Firewall {
 public:
  void chain(const char* name) {
    ruleset.chains.push_back({NFPROTO_INET, "fw", name, std::nullopt, ++handle_});
  }
  /// A rule of somebody, that says `text`.
  std::uint64_t other(std::uint64_t text) { return put(text, 0, ""); }
  /// One of ours; what it says is its id.
  std::uint64_t ours(std::uint32_t id, const char* label = "") { return put(id, id, label); }
  void reload() {
    ruleset.chains.clear();
    ruleset.rules.clear();
    ++ruleset.tables.front().handle;
    handle_ = 0;
  }

  NftRuleset ruleset = [] {
    NftRuleset empty;
    empty.tables = {{NFPROTO_INET, "fw", 0, 1}};
    return empty;
  }();

 private:
  std::uint64_t put(std::uint64_t text, std::uint32_t id, const char* label) {
    NftRule rule;
    rule.family = NFPROTO_INET;
    rule.table = "fw";
    rule.chain = ruleset.chains.back().name;
    rule.handle = ++handle_;
    rule.text = text;
    if (id != 0) rule.nftrace = OptionBlock{id, 0, label};
    ruleset.rules.push_back(rule);
    return rule.handle;
  }

  std::uint64_t handle_ = 0;
};

/// "LABEL kind handle" of each.
std::vector<std::string> told(const RuleMemory& memory, const std::vector<PutBack>& puts) {
  std::vector<std::string> lines;
  for (const PutBack& put : puts) {
    const char* kind = put.position.kind == Kind::Before  ? "before"
                       : put.position.kind == Kind::After ? "after"
                                                          : "first";
    lines.push_back(memory.rules()[put.rule].options.label + " " + kind + " " +
                    std::to_string(put.position.handle));
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(RuleMemory, PutsRulesBackInFrontOfWhatStoodBehindThem) {
  Firewall fw;
  RuleMemory memory;
  fw.chain("input");
  fw.other(kAccept);
  fw.ours(1, "a");
  fw.ours(2, "b");
  fw.other(kDrop);
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  fw.reload();
  fw.chain("input");
  fw.other(kAccept);
  const auto drop = std::to_string(fw.other(kDrop));
  EXPECT_EQ((Lines{"a before " + drop, "b before " + drop}), told(memory, memory.look(fw.ruleset)));
  EXPECT_EQ(2U, memory.missing());
}

TEST(RuleMemory, PutsRulesBackBehindWhatStoodInFrontInReversedOrder) {
  Firewall fw;
  RuleMemory memory;
  fw.chain("input");
  fw.other(kAccept);
  fw.ours(1, "a");
  fw.ours(2, "b");
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  fw.reload();
  fw.chain("input");
  const auto accept = std::to_string(fw.other(kAccept));
  fw.other(kDrop);
  EXPECT_EQ((Lines{"b after " + accept, "a after " + accept}),
            told(memory, memory.look(fw.ruleset)));
}

TEST(RuleMemory, KnowsWhichOfEqualNeighboursItWas) {
  Firewall fw;
  RuleMemory memory;
  fw.chain("input");
  fw.other(kDrop);
  fw.ours(1, "a");
  fw.other(kDrop);
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  fw.reload();
  fw.chain("input");
  fw.other(kDrop);
  const auto second = std::to_string(fw.other(kDrop));
  EXPECT_EQ(Lines{"a before " + second}, told(memory, memory.look(fw.ruleset)));
}

TEST(RuleMemory, ForgetsWhatWasTakenOutBesideARuleThatStayed) {
  Firewall fw;
  RuleMemory memory;
  fw.chain("input");
  fw.ours(1, "a");
  fw.other(kDrop);
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  fw.ruleset.rules.erase(fw.ruleset.rules.begin());
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  EXPECT_TRUE(memory.rules().empty());
}

TEST(RuleMemory, ForgetsALoneRuleThatWasTakenOutOfItsChain) {
  Firewall fw;
  RuleMemory memory;
  fw.chain("input");
  fw.ours(1, "a");
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  fw.ruleset.rules.clear();
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  EXPECT_TRUE(memory.rules().empty());
}

TEST(RuleMemory, PutsALoneRuleBackFirstWhenItsChainWasMadeAnew) {
  Firewall fw;
  RuleMemory memory;
  fw.chain("input");
  fw.ours(1, "a");
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  fw.reload();
  fw.chain("input");
  EXPECT_EQ(Lines{"a first 0"}, told(memory, memory.look(fw.ruleset)));
}

TEST(RuleMemory, PutsRulesBackIntoAChainThatWasFlushedAndFilledAgain) {
  Firewall fw;
  RuleMemory memory;
  fw.chain("input");
  fw.ours(1, "a");
  fw.other(kDrop);
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  fw.ruleset.rules.clear();
  const auto drop = std::to_string(fw.other(kDrop));
  EXPECT_EQ(Lines{"a before " + drop}, told(memory, memory.look(fw.ruleset)));
}

TEST(RuleMemory, WaitsForTheChainAndForANeighbour) {
  Firewall fw;
  RuleMemory memory;
  fw.chain("input");
  fw.ours(1, "a");
  fw.other(kDrop);
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  fw.reload();
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  fw.chain("input");
  fw.other(kAccept);
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  EXPECT_EQ(1U, memory.missing());
  const auto drop = std::to_string(fw.other(kDrop));
  EXPECT_EQ(Lines{"a before " + drop}, told(memory, memory.look(fw.ruleset)));
}

TEST(RuleMemory, IsContentWhenSomebodyElsePutTheRuleBack) {
  Firewall fw;
  RuleMemory memory;
  fw.chain("input");
  fw.ours(1, "a");
  fw.other(kDrop);
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  fw.reload();
  fw.chain("input");
  fw.ours(1, "a");
  fw.other(kDrop);
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  EXPECT_EQ(0U, memory.missing());
}

TEST(RuleMemory, PassesOverTablesThatAProgramOwns) {
  Firewall fw;
  RuleMemory memory;
  fw.ruleset.tables.front().owner = 77;
  fw.chain("input");
  fw.ours(1, "a");
  EXPECT_TRUE(memory.look(fw.ruleset).empty());
  EXPECT_TRUE(memory.rules().empty());
}

TEST(RuleMemory, GoesOnFromWhatWasKeptElsewhere) {
  Firewall fw;
  RuleMemory before;
  fw.chain("input");
  fw.ours(1, "a");
  fw.other(kDrop);
  EXPECT_TRUE(before.look(fw.ruleset).empty());
  auto rules = before.rules();
  for (RememberedRule& rule : rules) rule.there = false;
  RuleMemory after(std::move(rules));
  fw.reload();
  fw.chain("input");
  const auto drop = std::to_string(fw.other(kDrop));
  EXPECT_EQ(Lines{"a before " + drop}, told(after, after.look(fw.ruleset)));
}

}  // namespace
}  // namespace nftrace
