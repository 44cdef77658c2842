// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/match_iptables.h"

#include <gtest/gtest.h>

namespace nftrace {
namespace {

using Words = std::vector<std::string>;

Words translated(Family family, const Words& words) {
  auto match = parse_match_words(family, words, [](const std::string&) { return 3U; });
  EXPECT_TRUE(match) << match.error().what;
  auto out = iptables_match(*match);
  EXPECT_TRUE(out) << out.error().what;
  return *out;
}

TEST(IptablesMatch, HasEachMatchInIptablesWords) {
  EXPECT_EQ((Words{"-i", "eth0", "-o", "wg+"}),
            translated(Family::Ipv4, {"iif", "eth0", "oifname", "wg*"}));
  EXPECT_EQ((Words{"-s", "10.0.0.0/8", "-d", "10.1.2.3/32"}),
            translated(Family::Ipv4, {"saddr", "10.9.9.9/8", "daddr", "10.1.2.3"}));
  EXPECT_EQ((Words{"-d", "fd09::/64"}), translated(Family::Ipv6, {"daddr", "fd09::1/64"}));
  EXPECT_EQ((Words{"-p", "6", "-m", "tcp", "--sport", "1:9", "--dport", "443"}),
            translated(Family::Ipv4, {"proto", "tcp", "dport", "443", "sport", "1-9"}));
  EXPECT_EQ((Words{"-p", "47"}), translated(Family::Ipv4, {"proto", "47"}));
  EXPECT_EQ((Words{"-m", "conntrack", "--ctstate", "ESTABLISHED,NEW"}),
            translated(Family::Ipv4, {"state", "new,established"}));
  EXPECT_EQ((Words{"-m", "mark", "--mark", "16/255"}),
            translated(Family::Ipv4, {"mark", "0x10/0xff"}));
}

TEST(IptablesMatch, OfNothingIsNothing) { EXPECT_TRUE(translated(Family::Ipv4, {}).empty()); }

}  // namespace
}  // namespace nftrace
