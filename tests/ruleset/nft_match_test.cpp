// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_match.h"

#include <gtest/gtest.h>
#include <libnftnl/expr.h>
#include <libnftnl/rule.h>

namespace nftrace {
namespace {

unsigned index_of(const std::string& name) { return name == "lo" ? 1 : 3; }

/// The match as libnftnl prints it; "; " between expressions.
std::string shown(Family family, const std::vector<std::string>& words) {
  const auto exprs = match_expressions(family, words, index_of);
  if (!exprs) return exprs.error().what;
  std::string text;
  for (const NftExpr& expr : *exprs) {
    std::array<char, 512> line{};
    nftnl_expr_snprintf(line.data(), line.size(), expr.get(), 0, 0);
    if (!text.empty()) text += "; ";
    text += std::string(nftnl_expr_get_str(expr.get(), NFTNL_EXPR_NAME)) + " " + line.data();
    while (text.ends_with(' ')) text.pop_back();
  }
  return text;
}

// What is expected here was printed by nft 1.0.6 (--debug=netlink) for the
// rules in the comments.

TEST(NftMatch, IsEmptyWithoutWords) { EXPECT_EQ("", shown(Family::Inet, {})); }

TEST(NftMatch, ComparesInterfacesAsNftDoes) {
  // iif d0 oif lo
  EXPECT_EQ(
      "meta load iif => reg 1; cmp eq reg 1 0x00000003; "
      "meta load oif => reg 1; cmp eq reg 1 0x00000001",
      shown(Family::Inet, {"oif", "lo", "iif", "d0"}));
  // iifname d0
  EXPECT_EQ("meta load iifname => reg 1; cmp eq reg 1 0x00003064 0x00000000 0x00000000 0x00000000",
            shown(Family::Ipv4, {"iifname", "d0"}));
  // oifname "longname123*"
  EXPECT_EQ("meta load oifname => reg 1; cmp eq reg 1 0x676e6f6c 0x656d616e 0x00333231",
            shown(Family::Ipv6, {"oifname", "longname123*"}));
}

TEST(NftMatch, ComparesOnlyTheBytesOfAWholeBytePrefix) {
  // ip saddr 10.0.0.0/8 ip daddr 10.2.3.0/24
  const std::string in_ip =
      "payload load 1b @ network header + 12 => reg 1; cmp eq reg 1 0x0000000a; "
      "payload load 3b @ network header + 16 => reg 1; cmp eq reg 1 0x0003020a";
  EXPECT_EQ(in_ip, shown(Family::Ipv4, {"saddr", "10.0.0.0/8", "daddr", "10.2.3.0/24"}));
  EXPECT_EQ("meta load nfproto => reg 1; cmp eq reg 1 0x00000002; " + in_ip,
            shown(Family::Inet, {"daddr", "10.2.3.0/24", "saddr", "10.0.0.0/8"}));
}

TEST(NftMatch, MasksOtherPrefixes) {
  // ip saddr 10.0.0.0/12
  EXPECT_EQ(
      "payload load 4b @ network header + 12 => reg 1; "
      "bitwise reg 1 = ( reg 1 & 0x0000f0ff ) ^ 0x00000000; cmp eq reg 1 0x0000000a",
      shown(Family::Ipv4, {"saddr", "10.1.2.3/12"}));
  // ip daddr 0.0.0.0/0
  EXPECT_EQ(
      "payload load 4b @ network header + 16 => reg 1; "
      "bitwise reg 1 = ( reg 1 & 0x00000000 ) ^ 0x00000000; cmp eq reg 1 0x00000000",
      shown(Family::Ipv4, {"daddr", "0.0.0.0/0"}));
  // ip6 daddr fd00::/65
  EXPECT_EQ(
      "payload load 16b @ network header + 24 => reg 1; "
      "bitwise reg 1 = ( reg 1 & 0xffffffff 0xffffffff 0x00000080 0x00000000 ) ^ "
      "0x00000000 0x00000000 0x00000000 0x00000000; "
      "cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x00000000",
      shown(Family::Ipv6, {"daddr", "fd00::/65"}));
}

TEST(NftMatch, ReadsWholeAddresses) {
  // ip6 saddr fd00::1 ip6 daddr fd00::2, in an inet table
  EXPECT_EQ(
      "meta load nfproto => reg 1; cmp eq reg 1 0x0000000a; "
      "payload load 16b @ network header + 8 => reg 1; "
      "cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x01000000; "
      "payload load 16b @ network header + 24 => reg 1; "
      "cmp eq reg 1 0x000000fd 0x00000000 0x00000000 0x02000000",
      shown(Family::Inet, {"saddr", "fd00::1", "daddr", "fd00::2"}));
}

TEST(NftMatch, ReadsBothPortsAtOnceWhenBothAreSingle) {
  // tcp sport 1000 tcp dport 443
  EXPECT_EQ(
      "meta load l4proto => reg 1; cmp eq reg 1 0x00000006; "
      "payload load 4b @ transport header + 0 => reg 1; cmp eq reg 1 0xbb01e803",
      shown(Family::Inet, {"proto", "tcp", "sport", "1000", "dport", "443"}));
  // tcp dport 443
  EXPECT_EQ(
      "meta load l4proto => reg 1; cmp eq reg 1 0x00000006; "
      "payload load 2b @ transport header + 2 => reg 1; cmp eq reg 1 0x0000bb01",
      shown(Family::Ipv6, {"dport", "443", "proto", "tcp"}));
}

TEST(NftMatch, HoldsARangeBetweenItsEnds) {
  // tcp sport 1000-2000 tcp dport 443
  EXPECT_EQ(
      "meta load l4proto => reg 1; cmp eq reg 1 0x00000006; "
      "payload load 2b @ transport header + 0 => reg 1; "
      "cmp gte reg 1 0x0000e803; cmp lte reg 1 0x0000d007; "
      "payload load 2b @ transport header + 2 => reg 1; cmp eq reg 1 0x0000bb01",
      shown(Family::Ipv4, {"proto", "tcp", "sport", "1000-2000", "dport", "443"}));
}

TEST(NftMatch, MasksStatesAndMarks) {
  // ct state new,established,invalid
  EXPECT_EQ(
      "ct load state => reg 1; bitwise reg 1 = ( reg 1 & 0x0000000b ) ^ 0x00000000; "
      "cmp neq reg 1 0x00000000",
      shown(Family::Inet, {"state", "new,established,invalid"}));
  // meta mark 0x10
  EXPECT_EQ("meta load mark => reg 1; cmp eq reg 1 0x00000010",
            shown(Family::Inet, {"mark", "0x10"}));
  // meta mark and 0xff == 0x10
  EXPECT_EQ(
      "meta load mark => reg 1; bitwise reg 1 = ( reg 1 & 0x000000ff ) ^ 0x00000000; "
      "cmp eq reg 1 0x00000010",
      shown(Family::Inet, {"mark", "16/0xff"}));
}

}  // namespace
}  // namespace nftrace
