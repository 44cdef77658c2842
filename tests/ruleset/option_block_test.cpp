// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/option_block.h"

#include <gtest/gtest.h>
#include <linux/netfilter/xt_NFTRACE.h>

#include <cstring>

namespace nftrace {
namespace {

// The layout is the kernel's and the plugin's too, on 32 and on 64 bits.
static_assert(sizeof(xt_nftrace_info) == 64);
static_assert(offsetof(xt_nftrace_info, sample) == 4);
static_assert(offsetof(xt_nftrace_info, rate) == 8);
static_assert(offsetof(xt_nftrace_info, burst) == 12);
static_assert(offsetof(xt_nftrace_info, label) == 16);
static_assert(offsetof(xt_nftrace_info, id) == 48);
static_assert(offsetof(xt_nftrace_info, rule) == 56);
static_assert(alignof(xt_nftrace_info) == 8);

TEST(OptionBlock, IsZeroButForWhatWasAskedFor) {
  const auto bytes = encode_option_block(
      {.label = "web", .count_only = true, .sample = 8, .rate = 50, .burst = 5});
  ASSERT_TRUE(bytes);
  xt_nftrace_info want{};
  want.flags = XT_NFTRACE_COUNT_ONLY;
  want.sample = 8;
  want.rate = 50;
  want.burst = 5;
  std::strcpy(want.label, "web");
  EXPECT_EQ(0, std::memcmp(bytes->data(), &want, sizeof(want)));
}

TEST(OptionBlock, ComesBackAsItWasMade) {
  xt_nftrace_info info{};
  info.id = 0x10007;
  info.sample = 8;
  info.rate = 50;
  info.burst = 5;
  info.flags = XT_NFTRACE_COUNT_ONLY;
  std::strcpy(info.label, "1234567890123456789012345678901");
  const auto block = decode_option_block(std::as_bytes(std::span(&info, 1)));
  ASSERT_TRUE(block);
  EXPECT_EQ(0x10007U, block->id);
  EXPECT_TRUE(block->options.count_only);
  EXPECT_EQ(8U, block->options.sample);
  EXPECT_EQ(50U, block->options.rate);
  EXPECT_EQ(5U, block->options.burst);
  EXPECT_EQ("1234567890123456789012345678901", block->options.label);
}

TEST(OptionBlock, IsReadWithoutTheKernelsPointer) {
  const std::array<std::byte, 52> bytes{};
  EXPECT_TRUE(decode_option_block(bytes));
  EXPECT_FALSE(decode_option_block(std::span(bytes).first(51)));
}

TEST(OptionBlock, KeepsALabelWithoutItsEndInsideTheField) {
  xt_nftrace_info info{};
  std::memset(info.label, 'x', sizeof(info.label));
  info.id = 0x79797979;
  const auto block = decode_option_block(std::as_bytes(std::span(&info, 1)));
  ASSERT_TRUE(block);
  EXPECT_EQ(std::string(32, 'x'), block->options.label);
}

TEST(OptionBlock, RefusesLabelsThatTheKernelWouldRefuse) {
  EXPECT_TRUE(encode_option_block({.label = std::string(31, 'a')}));
  for (const std::string& label :
       {std::string(32, 'a'), std::string("a\tb"), std::string("a\"b"), std::string("a\\b"),
        std::string("caf\xc3\xa9"), std::string("a\x7f"), std::string("a\0b", 3)}) {
    const auto refused = encode_option_block({.label = label});
    ASSERT_FALSE(refused) << label;
    EXPECT_EQ(Code::Usage, refused.error().code);
  }
}

}  // namespace
}  // namespace nftrace
