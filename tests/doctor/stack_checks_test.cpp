// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "doctor/checks.h"
#include "support/machine.h"

namespace nftrace::doctor {
namespace {

constexpr const char* kNetfilter = "/proc/sys/net/netfilter/";

void conntrack(const MadeUpMachine& made, int count) {
  made.put(std::string(kNetfilter) + "nf_conntrack_count", std::to_string(count));
  made.put(std::string(kNetfilter) + "nf_conntrack_max", "100\n");
}

TEST(ConntrackCheck, GradesByHowFullTheTableIs) {
  MadeUpMachine made;
  EXPECT_EQ(check_conntrack(made.machine(), {}).at(0).what, "not in use");
  conntrack(made, 79);
  EXPECT_EQ(check_conntrack(made.machine(), {}).at(0).grade, Grade::Ok);
  conntrack(made, 80);
  EXPECT_EQ(check_conntrack(made.machine(), {}).at(0).grade, Grade::Warn);
  conntrack(made, 100);
  const auto full = check_conntrack(made.machine(), {}).at(0);
  EXPECT_EQ(full.grade, Grade::Fail);
  EXPECT_EQ(full.mend, "sysctl -w net.netfilter.nf_conntrack_max=200");
}

TEST(ConntrackCheck, SumsDropsOverCpus) {
  MadeUpMachine made;
  conntrack(made, 1);
  made.put("/proc/net/stat/nf_conntrack",
           "entries  drop early_drop\n00000001 0000000a 00000001\n00000001 00000001 00000000\n");
  const auto found = check_conntrack(made.machine(), {}).at(0);
  EXPECT_EQ(found.grade, Grade::Warn);
  EXPECT_NE(found.what.find("11 packets dropped, 1 entries"), std::string::npos);
}

TEST(ConntrackCheck, CountsExpectations) {
  MadeUpMachine made;
  made.put(std::string(kNetfilter) + "nf_conntrack_expect_max", "2\n");
  made.put("/proc/net/nf_conntrack_expect", "one\ntwo\n");
  EXPECT_EQ(check_conntrack(made.machine(), {}).at(1).grade, Grade::Warn);
}

TEST(FragmentsCheck, HoldsMemoryAgainstTheThreshold) {
  MadeUpMachine made;
  made.put("/proc/net/sockstat", "sockets: used 1\nFRAG: inuse 3 memory 900\n");
  made.put("/proc/sys/net/ipv4/ipfrag_high_thresh", "1000\n");
  const auto found = check_fragments(made.machine(), {}).at(0);
  EXPECT_EQ(found.grade, Grade::Warn);
  EXPECT_EQ(found.mend, "sysctl -w net.ipv4.ipfrag_high_thresh=2000");
}

TEST(FragmentsCheck, TellsWhatWasNeverPutTogether) {
  MadeUpMachine made;
  made.put("/proc/net/snmp", "Ip: Forwarding ReasmTimeout ReasmFails\nIp: 1 4 7\n");
  const auto found = check_fragments(made.machine(), {}).at(0);
  EXPECT_EQ(found.grade, Grade::Warn);
  EXPECT_NE(found.what.find("7 fragmented packets"), std::string::npos);
  EXPECT_NE(found.what.find("4 of them"), std::string::npos);
}

TEST(NeighboursCheck, FailsWhenTheTableIsFull) {
  MadeUpMachine made;
  Facts facts;
  facts.neighbours = {{"arp_cache", 128, 512, 1024, 1024, 0, 9, 3}};
  const auto found = check_neighbours(made.machine(), facts).at(0);
  EXPECT_EQ(found.grade, Grade::Fail);
  EXPECT_EQ(found.mend, "sysctl -w net.ipv4.neigh.default.gc_thresh3=2048");
}

TEST(NeighboursCheck, WarnsWhenItHasBeenFull) {
  MadeUpMachine made;
  Facts facts;
  facts.neighbours = {{"ndisc_cache", 128, 512, 1024, 5, 0, 9, 3}};
  const auto found = check_neighbours(made.machine(), facts).at(0);
  EXPECT_EQ(found.grade, Grade::Warn);
  EXPECT_NE(found.what.find("9 forced"), std::string::npos);
}

TEST(NeighboursCheck, TellsPacketsDroppedWhileResolving) {
  MadeUpMachine made;
  made.put("/proc/net/stat/arp_cache", "entries unresolved_discards\n00000001 00000005\n");
  Facts facts;
  facts.neighbours = {{"arp_cache", 128, 512, 1024, 1, 0, 0, 0}};
  EXPECT_EQ(check_neighbours(MadeUpMachine().machine(), facts).at(0).grade, Grade::Ok);
  const auto found = check_neighbours(made.machine(), facts).at(0);
  EXPECT_EQ(found.grade, Grade::Warn);
  EXPECT_NE(found.what.find("5 packets"), std::string::npos);
}

TEST(RpFilterCheck, TellsTheStrictInterfaceOnceItDropped) {
  MadeUpMachine made;
  made.put("/proc/sys/net/ipv4/conf/all/rp_filter", "0\n");
  made.put("/proc/sys/net/ipv4/conf/eth0/rp_filter", "1\n");
  made.put("/proc/sys/net/ipv4/conf/eth1/rp_filter", "2\n");
  EXPECT_EQ(check_rp_filter(made.machine(), {}).at(0).grade, Grade::Ok);
  made.put("/proc/net/netstat", "TcpExt: A IPReversePathFilter\nTcpExt: 1 12\n");
  const auto found = check_rp_filter(made.machine(), {});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].mend, "sysctl -w net.ipv4.conf.eth0.rp_filter=2");
  made.put("/proc/sys/net/ipv4/conf/all/rp_filter", "2\n");
  EXPECT_EQ(check_rp_filter(made.machine(), {}).at(0).grade, Grade::Ok);
}

TEST(DevicesCheck, NamesTheInterfaceThatDrops) {
  MadeUpMachine made;
  const std::string title = "Inter-|\n face |\n";
  made.put("/proc/net/dev", title + "  eth0: 100 1000 0 0 0 0 0 0 100 1000 0 0 0 0 0 0\n");
  EXPECT_EQ(check_devices(made.machine(), {}).at(0).grade, Grade::Ok);
  made.put("/proc/net/dev", title + "  eth0: 100 1000 0 9 0 0 0 0 100 1000 0 0 0 0 0 0\n");
  const auto found = check_devices(made.machine(), {}).at(0);
  EXPECT_EQ(found.grade, Grade::Warn);
  EXPECT_NE(found.what.find("eth0: dropped 9 received"), std::string::npos);
}

TEST(SoftnetCheck, SumsHexadecimalColumns) {
  MadeUpMachine made;
  made.put("/proc/sys/net/core/netdev_max_backlog", "1000\n");
  made.put("/proc/net/softnet_stat", "00000010 0000000b 00000001\n00000010 00000001 00000000\n");
  const auto found = check_softnet(made.machine(), {}).at(0);
  EXPECT_EQ(found.grade, Grade::Warn);
  EXPECT_NE(found.what.find("12 packets"), std::string::npos);
}

TEST(Examine, RunsEveryCheckOnAMachineWithNothing) {
  MadeUpMachine made;
  const auto found = examine(made.machine(), {});
  EXPECT_GE(found.size(), 21U);
  for (const Finding& finding : found) {
    EXPECT_FALSE(finding.what.empty()) << finding.check;
    if (finding.grade == Grade::Fail) {
      EXPECT_FALSE(finding.mend.empty()) << finding.check;
    }
  }
}

}  // namespace
}  // namespace nftrace::doctor
