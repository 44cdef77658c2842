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
    if (id != 0) rule.nftrace = OptionBlock{id, {.label = label}};
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
    lines.push_back(memory.rules()[put.rule].block.options.label + " " + kind + " " +
                    std::to_string(put.position.handle));
  }
  return lines;
}

using Lines = std::vector<std::string>;

/// A firewall with one empty chain, and a memory of what was looked at.
class RuleMemoryTest : public testing::Test {
 protected:
  RuleMemoryTest() { fw.chain("input"); }

  /// What the memory wants put back now.
  Lines look() { return told(memory, memory.look(fw.ruleset)); }

  /// Rule a of ours in front of a rule that drops; and the memory knows it.
  void remember_a_before_drop() {
    fw.ours(1, "a");
    fw.other(kDrop);
    EXPECT_EQ(Lines{}, look());
  }
  /// Somebody loads the ruleset anew: so far, the empty chain.
  void reload() {
    fw.reload();
    fw.chain("input");
  }

  Firewall fw;
  RuleMemory memory;
};

TEST_F(RuleMemoryTest, PutsRulesBackInFrontOfWhatStoodBehindThem) {
  fw.other(kAccept);
  fw.ours(1, "a");
  fw.ours(2, "b");
  fw.other(kDrop);
  EXPECT_EQ(Lines{}, look());
  reload();
  fw.other(kAccept);
  const auto drop = std::to_string(fw.other(kDrop));
  EXPECT_EQ((Lines{"a before " + drop, "b before " + drop}), look());
  EXPECT_EQ(2U, memory.missing());
}

TEST_F(RuleMemoryTest, PutsRulesBackBehindWhatStoodInFrontInReversedOrder) {
  fw.other(kAccept);
  fw.ours(1, "a");
  fw.ours(2, "b");
  EXPECT_EQ(Lines{}, look());
  reload();
  const auto accept = std::to_string(fw.other(kAccept));
  fw.other(kDrop);
  EXPECT_EQ((Lines{"b after " + accept, "a after " + accept}), look());
}

TEST_F(RuleMemoryTest, KnowsWhichOfEqualNeighboursItWas) {
  fw.other(kDrop);
  remember_a_before_drop();
  reload();
  fw.other(kDrop);
  const auto second = std::to_string(fw.other(kDrop));
  EXPECT_EQ(Lines{"a before " + second}, look());
}

TEST_F(RuleMemoryTest, ForgetsWhatWasTakenOutBesideARuleThatStayed) {
  remember_a_before_drop();
  fw.ruleset.rules.erase(fw.ruleset.rules.begin());
  EXPECT_EQ(Lines{}, look());
  EXPECT_TRUE(memory.rules().empty());
}

TEST_F(RuleMemoryTest, ForgetsALoneRuleThatWasTakenOutOfItsChain) {
  fw.ours(1, "a");
  EXPECT_EQ(Lines{}, look());
  fw.ruleset.rules.clear();
  EXPECT_EQ(Lines{}, look());
  EXPECT_TRUE(memory.rules().empty());
}

TEST_F(RuleMemoryTest, PutsALoneRuleBackFirstWhenItsChainWasMadeAnew) {
  fw.ours(1, "a");
  EXPECT_EQ(Lines{}, look());
  reload();
  EXPECT_EQ(Lines{"a first 0"}, look());
}

TEST_F(RuleMemoryTest, PutsRulesBackIntoAChainThatWasFlushedAndFilledAgain) {
  remember_a_before_drop();
  fw.ruleset.rules.clear();
  const auto drop = std::to_string(fw.other(kDrop));
  EXPECT_EQ(Lines{"a before " + drop}, look());
}

TEST_F(RuleMemoryTest, WaitsForTheChainAndForANeighbour) {
  remember_a_before_drop();
  fw.reload();
  EXPECT_EQ(Lines{}, look());
  fw.chain("input");
  fw.other(kAccept);
  EXPECT_EQ(Lines{}, look());
  EXPECT_EQ(1U, memory.missing());
  const auto drop = std::to_string(fw.other(kDrop));
  EXPECT_EQ(Lines{"a before " + drop}, look());
}

TEST_F(RuleMemoryTest, IsContentWhenSomebodyElsePutTheRuleBack) {
  remember_a_before_drop();
  reload();
  fw.ours(1, "a");
  fw.other(kDrop);
  EXPECT_EQ(Lines{}, look());
  EXPECT_EQ(0U, memory.missing());
}

TEST_F(RuleMemoryTest, PassesOverTablesThatAProgramOwns) {
  fw.ruleset.tables.front().owner = 77;
  fw.ours(1, "a");
  EXPECT_EQ(Lines{}, look());
  EXPECT_TRUE(memory.rules().empty());
}

TEST_F(RuleMemoryTest, GoesOnFromWhatWasKeptElsewhere) {
  remember_a_before_drop();
  auto rules = memory.rules();
  for (RememberedRule& rule : rules) rule.there = false;
  RuleMemory after(std::move(rules));
  reload();
  const auto drop = std::to_string(fw.other(kDrop));
  EXPECT_EQ(Lines{"a before " + drop}, told(after, after.look(fw.ruleset)));
}

}  // namespace
}  // namespace nftrace
