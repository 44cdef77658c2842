// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/match_words.h"

#include <gtest/gtest.h>

namespace nftrace {
namespace {

unsigned index_of(const std::string& name) { return name == "eth0" ? 3 : 0; }

Result<MatchWords> parse(Family family, std::vector<std::string> words) {
  return parse_match_words(family, words, index_of);
}

struct Refused {
  Family family;
  std::vector<std::string> words;
  const char* names;  ///< what the message must name
};

class RefusedWords : public testing::TestWithParam<Refused> {};

TEST_P(RefusedWords, AreNamedInTheMessage) {
  const auto parsed = parse(GetParam().family, GetParam().words);
  ASSERT_FALSE(parsed);
  EXPECT_EQ(Code::Usage, parsed.error().code);
  EXPECT_NE(std::string::npos, parsed.error().what.find(GetParam().names)) << parsed.error().what;
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedWords,
    testing::Values(Refused{Family::Inet, {"frobnicate", "1"}, "frobnicate"},
                    Refused{Family::Inet, {"iif"}, "iif needs a value"},
                    Refused{Family::Inet, {"iif", "eth9"}, "no such interface"},
                    Refused{Family::Inet, {"iif", "eth*"}, "iif"},
                    Refused{Family::Inet, {"iifname", "*"}, "every interface"},
                    Refused{Family::Inet, {"iifname", ""}, "iifname"},
                    Refused{Family::Inet, {"oifname", "sixteencharacter"}, "oifname"},
                    Refused{Family::Inet, {"oif", "eth0", "oifname", "x"}, "twice"},
                    Refused{Family::Inet, {"proto", "gopher"}, "gopher"},
                    Refused{Family::Inet, {"proto", "256"}, "256"},
                    Refused{Family::Inet, {"proto", "tcp", "proto", "udp"}, "twice"},
                    Refused{Family::Inet, {"saddr", "10.0.0"}, "10.0.0"},
                    Refused{Family::Inet, {"saddr", "10.0.0.1/33"}, "0 to 32"},
                    Refused{Family::Inet, {"saddr", "10.0.0.1/"}, "0 to 32"},
                    Refused{Family::Inet, {"saddr", "10.0.0.1/-1"}, "0 to 32"},
                    Refused{Family::Inet, {"daddr", "fd00::/129"}, "0 to 128"},
                    Refused{Family::Inet, {"daddr", "router.example"}, "router.example"},
                    Refused{Family::Ipv4, {"daddr", "fd00::1"}, "no IPv6"},
                    Refused{Family::Ipv6, {"daddr", "10.0.0.1"}, "no IPv4"},
                    Refused{
                        Family::Inet, {"saddr", "10.0.0.1", "daddr", "fd00::1"}, "saddr and daddr"},
                    Refused{Family::Inet, {"dport", "443"}, "needs a protocol"},
                    Refused{Family::Inet, {"proto", "icmp", "sport", "1"}, "no ports"},
                    Refused{Family::Inet, {"proto", "tcp", "dport", "http"}, "http"},
                    Refused{Family::Inet, {"proto", "tcp", "dport", "65536"}, "65536"},
                    Refused{Family::Inet, {"proto", "tcp", "dport", "20-10"}, "ends before"},
                    Refused{Family::Inet, {"proto", "tcp", "dport", "10-"}, "10-"},
                    Refused{Family::Inet, {"proto", "tcp", "dport", "{80,"}, "sets"},
                    Refused{Family::Inet, {"saddr", "@blocked"}, "sets"},
                    Refused{Family::Inet, {"saddr", "!=10.0.0.1"}, "turned round"},
                    Refused{Family::Inet, {"state", "fresh"}, "fresh"},
                    Refused{Family::Inet, {"state", "new,"}, "new,"},
                    Refused{Family::Inet, {"mark", "1/"}, "mark"},
                    Refused{Family::Inet, {"mark", "0x100000000"}, "mark"},
                    Refused{Family::Inet, {"mark", "0x11/0x10"}, "outside its mask"}));

TEST(MatchWords, AreAllOptional) {
  const auto match = parse(Family::Ipv4, {});
  ASSERT_TRUE(match);
  EXPECT_FALSE(match->iif || match->protocol || match->saddr || match->mark);
}

TEST(MatchWords, TakeThePrefixsBitsOnly) {
  const auto match = parse(Family::Inet, {"saddr", "10.255.3.4/12"});
  ASSERT_TRUE(match);
  EXPECT_EQ(12U, match->saddr->prefix);
  EXPECT_EQ(10, match->saddr->address[0]);
  EXPECT_EQ(0xf0, match->saddr->address[1]);
  EXPECT_EQ(0, match->saddr->address[2]);
}

TEST(MatchWords, ReadNumbersInBothWays) {
  EXPECT_EQ(16U, parse(Family::Inet, {"mark", "0x10/0xff"})->mark->value);
  EXPECT_EQ(255U, parse(Family::Inet, {"mark", "16/255"})->mark->mask);
  EXPECT_EQ(47, parse(Family::Inet, {"proto", "47"})->protocol);
}

TEST(MatchWords, CollectStates) {
  EXPECT_EQ(0x4bU, parse(Family::Inet, {"state", "new,established,invalid,untracked"})->state);
}

}  // namespace
}  // namespace nftrace
