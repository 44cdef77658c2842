// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/events_plan.h"

#include <gtest/gtest.h>
#include <linux/nftrace.h>

#include "cli/packet_filter.h"

namespace nftrace::cli {
namespace {

std::string refusal(const EventsOptions& options) {
  const auto plan = plan_events(options);
  if (plan) return "not refused";
  EXPECT_EQ(plan.error().code, Code::Usage);
  return plan.error().what;
}

TEST(EventsPlan, IsTheVerdictsOfAllRulesUnlessMoreIsSaid) {
  const auto plan = plan_events({});
  ASSERT_TRUE(plan);
  EXPECT_TRUE(std::holds_alternative<EveryRule>(plan->tap.packets));
  EXPECT_FALSE(plan->tap.hits || plan->tap.drops_only || plan->tap.count_only || plan->only);
  EXPECT_EQ(plan->tap.sample, 1U);
  EXPECT_EQ(plan->tap.count, 0U);
}

TEST(EventsPlan, JoinsTheWordsOfAFilter) {
  EventsOptions options;
  options.filter = {"tcp", "port", "443"};
  const auto plan = plan_events(options);
  ASSERT_TRUE(plan) << plan.error().what;
  EXPECT_GT(std::get<PacketFilter>(plan->tap.packets).size(), 4U);
}

TEST(EventsPlan, LetsTheKernelCountOnlyWhereItCanCountWhatIsShown) {
  EventsOptions options;
  options.count = 5;
  EXPECT_EQ(plan_events(options)->tap.count, 5U);
  options.drops = true;
  EXPECT_EQ(plan_events(options)->tap.count, 5U);
  EXPECT_TRUE(plan_events(options)->tap.drops_only);
  options.drops = false;
  options.verdict = "stolen";
  EXPECT_EQ(plan_events(options)->tap.count, 0U);
  EXPECT_EQ(plan_events(options)->only, NFTRACE_VERDICT_STOLEN);
}

TEST(EventsPlan, AsksTheKernelForDropsWhenThatIsTheVerdict) {
  EventsOptions options;
  options.verdict = "drop";
  const auto plan = plan_events(options);
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->tap.drops_only);
  EXPECT_FALSE(plan->only);
}

TEST(EventsPlan, RefusesWhatDoesNotGoTogether) {
  EventsOptions options;
  options.filter = {"tcp"};
  options.rule = "web";
  EXPECT_EQ(refusal(options), "a filter or --rule, not both");
  options = {};
  options.hits = options.drops = true;
  EXPECT_NE(refusal(options).find("--hits goes without"), std::string::npos);
  options = {};
  options.drops = true;
  options.verdict = "accept";
  EXPECT_NE(refusal(options).find("leave nothing"), std::string::npos);
  options = {};
  options.snaplen = 64;
  EXPECT_NE(refusal(options).find("needs --json"), std::string::npos);
  options = {};
  options.quiet = true;
  options.verdict = "lost";
  EXPECT_NE(refusal(options).find("--quiet"), std::string::npos);
}

TEST(EventsPlan, RefusesNumbersOutOfRange) {
  EventsOptions options;
  options.sample = 0;
  EXPECT_EQ(refusal(options), "--sample is 1 to 1000000000, 0 is not");
  options = {};
  options.rate = 1000000001;
  EXPECT_NE(refusal(options).find("--rate"), std::string::npos);
  options = {};
  options.snaplen = 257;
  options.json = true;
  EXPECT_EQ(refusal(options), "--snaplen is 0 to 256, 257 is not");
  options = {};
  options.count = 0;
  EXPECT_EQ(refusal(options), "--count is at least 1");
  options = {};
  options.verdict = "dropped";
  EXPECT_EQ(refusal(options), "--verdict is accept, drop, stolen or lost");
}

TEST(PacketFilter, TellsAWrongExpressionInLibpcapsWords) {
  const auto filter = compile_filter("tcp prot 443");
  ASSERT_FALSE(filter);
  EXPECT_EQ(filter.error().code, Code::Usage);
  EXPECT_NE(filter.error().what.find("syntax error"), std::string::npos) << filter.error().what;
}

TEST(PacketFilter, RefusesWhatCanMatchNothingAndWhatNeedsALinkLayer) {
  EXPECT_EQ(compile_filter("tcp and udp").error().code, Code::Usage);
  EXPECT_EQ(compile_filter("ether host 02:00:00:00:00:01").error().code, Code::Usage);
  EXPECT_EQ(compile_filter("  ").error().code, Code::Usage);
}

TEST(PacketFilter, BeginsAtTheIpHeaderOfBothFamilies) {
  const auto filter = compile_filter("ip6");
  ASSERT_TRUE(filter);
  // The version's four bits, in the first byte.
  EXPECT_EQ((*filter)[0].code, BPF_LD | BPF_B | BPF_ABS);
  EXPECT_EQ((*filter)[0].k, 0U);
}

TEST(PacketFilter, RefusesWhatWouldKeepTheOptimiserBusyForMinutes) {
  std::string expression = "port 1";
  for (int port = 3; port < 600; port += 2) expression += " or port " + std::to_string(port);
  const auto filter = compile_filter(expression);
  ASSERT_FALSE(filter);
  EXPECT_NE(filter.error().what.find("at most 16384"), std::string::npos) << filter.error().what;
}

}  // namespace
}  // namespace nftrace::cli
