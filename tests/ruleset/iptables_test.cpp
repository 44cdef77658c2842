// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/iptables.h"

#include <gtest/gtest.h>

#include "ruleset/removal.h"

namespace nftrace {
namespace {

using Words = std::vector<std::string>;

TEST(AddWords, InsertsInFrontUnlessAskedOtherwise) {
  AddRequest request;
  request.chain = "INPUT";
  EXPECT_EQ((Words{"-w", "5", "-t", "filter", "-I", "INPUT", "1", "-j", "NFTRACE"}),
            add_words(request));
  request.number = 4;
  EXPECT_EQ("4", add_words(request)[6]);
}

TEST(AddWords, KeepsEachWordOfTheUserWhole) {
  AddRequest request;
  request.table = "raw";
  request.chain = "PREROUTING";
  request.append = true;
  request.match = {"-p", "udp", "-m", "comment", "--comment", "$(reboot); two words"};
  request.options.label = "a b";
  request.options.count_only = true;
  EXPECT_EQ((Words{"-w", "5", "-t", "raw", "-A", "PREROUTING", "-p", "udp", "-m", "comment",
                   "--comment", "$(reboot); two words", "-j", "NFTRACE", "--nftrace-label", "a b",
                   "--nftrace-count-only"}),
            add_words(request));
}

TEST(BackendOfVersion, IsWhatStandsInBrackets) {
  EXPECT_EQ(Backend::Nft, backend_of_version("iptables v1.8.9 (nf_tables)\n"));
  EXPECT_EQ(Backend::Legacy, backend_of_version("iptables v1.8.9 (legacy)\n"));
  EXPECT_EQ(Backend::Legacy, backend_of_version("iptables v1.6.1\n"));
}

TEST(FindIptables, HasNoneForInet) {
  const auto found = find_iptables(Backend::Nft, Family::Inet);
  ASSERT_FALSE(found);
  EXPECT_EQ(Code::Usage, found.error().code);
}

Place place(const char* table, const char* chain, unsigned number) {
  Place place;
  place.table = table;
  place.chain = chain;
  place.number = number;
  return place;
}

TEST(RemovalText, DeletesTheLastOfAChainFirst) {
  const std::vector<Place> places = {place("filter", "INPUT", 2), place("filter", "INPUT", 10),
                                     place("raw", "OUTPUT", 1), place("filter", "A", 1)};
  EXPECT_EQ(
      "*filter\n-D \"A\" 1\n-D \"INPUT\" 10\n-D \"INPUT\" 2\nCOMMIT\n"
      "*raw\n-D \"OUTPUT\" 1\nCOMMIT\n",
      removal_text(places).value());
}

TEST(RemovalText, NamesTheSameRuleOnce) {
  const std::vector<Place> places = {place("filter", "INPUT", 2), place("filter", "INPUT", 2)};
  EXPECT_EQ("*filter\n-D \"INPUT\" 2\nCOMMIT\n", removal_text(places).value());
}

TEST(RemovalText, LetsNoNameBecomeACommand) {
  EXPECT_EQ("*filter\n-D \"a \\\" -F\" 1\nCOMMIT\n",
            removal_text(std::vector{place("filter", "a \" -F", 1)}).value());
  EXPECT_FALSE(removal_text(std::vector{place("filter", "a\n-F", 1)}));
  EXPECT_FALSE(removal_text(std::vector{place("fil\nter", "a", 1)}));
}

TEST(RemovalText, IsEmptyForNothing) { EXPECT_EQ("", removal_text({}).value()); }

}  // namespace
}  // namespace nftrace
