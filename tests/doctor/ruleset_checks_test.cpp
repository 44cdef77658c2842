// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "doctor/checks.h"
#include "doctor/kernel_config.h"
#include "support/machine.h"

namespace nftrace::doctor {
namespace {

constexpr const char* kLegacy = "iptables v1.8.9 (legacy)\n";
constexpr const char* kNft = "iptables v1.8.9 (nf_tables)\n";
constexpr const char* kNftConfig =
    "CONFIG_NETFILTER=y\nCONFIG_NETFILTER_XTABLES=m\nCONFIG_NF_TABLES=m\nCONFIG_NFT_COMPAT=m\n"
    "CONFIG_IP_NF_IPTABLES=m\n# CONFIG_NETFILTER_XTABLES_LEGACY is not set\n";
constexpr const char* kLegacyConfig =
    "CONFIG_NETFILTER=y\nCONFIG_NETFILTER_XTABLES=m\nCONFIG_IP_NF_FILTER=m\n"
    "CONFIG_IP6_NF_FILTER=m\n";

TEST(KernelConfig, KnowsOptionsByTheirOlderName) {
  const auto config = KernelConfig::parse("CONFIG_NF_NAT_IPV4=m\n# CONFIG_X is not set\nJUNK\n");
  EXPECT_TRUE(config.has("IP_NF_NAT"));
  EXPECT_FALSE(config.has("X"));
  EXPECT_FALSE(config.has("IP6_NF_NAT"));
}

TEST(BackendCheck, WarnsWhenTheOtherOneHasRules) {
  MadeUpMachine made;
  made.answer("iptables -V", kNft);
  Facts facts;
  facts.legacy_rules = 3;
  const auto found = check_backend(made.machine(), facts).at(0);
  EXPECT_EQ(found.grade, Grade::Warn);
  EXPECT_NE(found.what.find("iptables-legacy has 3 rules"), std::string::npos);
  facts.legacy_rules = 0;
  EXPECT_EQ(check_backend(made.machine(), facts).at(0).grade, Grade::Ok);
}

TEST(ConfigCheck, TellsAKernelWithoutLegacyTables) {
  MadeUpMachine made;
  made.answer("iptables -V", kLegacy);
  made.put("/boot/config-6.1.0-test", kNftConfig);
  const auto found = check_config(made.machine(), {}).at(0);
  EXPECT_EQ(found.grade, Grade::Fail);
  EXPECT_NE(found.what.find("CONFIG_NETFILTER_XTABLES_LEGACY"), std::string::npos);
  EXPECT_NE(found.mend.find("update-alternatives --set iptables /usr/sbin/iptables-nft"),
            std::string::npos);
  made.answer("iptables -V", kNft);
  EXPECT_EQ(check_config(made.machine(), {}).at(0).grade, Grade::Ok);
}

TEST(ConfigCheck, WantsNatForARulesetThatHasIt) {
  MadeUpMachine made;
  made.answer("iptables -V", kLegacy);
  made.put("/lib/modules/6.1.0-test/config", kLegacyConfig);
  EXPECT_EQ(check_config(made.machine(), {}).at(0).grade, Grade::Ok);
  made.put("/etc/iptables/rules.v4", "*filter\nCOMMIT\n*nat\nCOMMIT\n");
  const auto found = check_config(made.machine(), {}).at(0);
  EXPECT_EQ(found.grade, Grade::Fail);
  EXPECT_NE(found.what.find("CONFIG_IP_NF_NAT (CONFIG_NF_NAT_IPV4 before 3.17)"),
            std::string::npos);
}

TEST(ConfigCheck, WantsWhatSavedRulesUse) {
  MadeUpMachine made;
  made.answer("iptables -V", kNft);
  made.put("/boot/config-6.1.0-test",
           std::string(kNftConfig) + "# CONFIG_NFT_MASQ is not set\n# CONFIG_NFT_LOG is not set\n" +
               "# CONFIG_NETFILTER_XT_MATCH_RECENT is not set\n"
               "# CONFIG_IP_NF_TARGET_MASQUERADE is not set\n"
               "CONFIG_NETFILTER_XT_TARGET_MASQUERADE=m\n");
  made.put("/etc/iptables/rules.v4",
           "*nat\n-A POSTROUTING -m tcp -p tcp -j MASQUERADE\n-A INPUT -j DOCKER\nCOMMIT\n");
  made.put("/etc/nftables.conf", "# log\nadd rule ip t c comment \"log\" accept\n");
  EXPECT_EQ(check_config(made.machine(), {}).at(0).grade, Grade::Ok);
  made.put("/etc/nftables/nat.nft", "table ip nat { chain c { masquerade; } }\n");
  made.put("/etc/iptables/rules.v6", "*filter\n-A INPUT -m recent --set -j ACCEPT\nCOMMIT\n");
  const auto found = check_config(made.machine(), {}).at(0);
  EXPECT_EQ(found.grade, Grade::Fail);
  EXPECT_NE(found.what.find("\"-m recent\" (CONFIG_NETFILTER_XT_MATCH_RECENT), "
                            "\"masquerade\" (CONFIG_NFT_MASQ)"),
            std::string::npos)
      << found.what;
}

TEST(ConfigCheck, UnpacksTheOneInProc) {
  MadeUpMachine made;
  made.answer("iptables -V", kNft);
  made.put("/proc/config.gz", "packed");
  made.answer("zcat /proc/config.gz", kNftConfig);
  EXPECT_EQ(check_config(made.machine(), {}).at(0).grade, Grade::Ok);
}

TEST(TablesCheck, SaysWhyATableDoesNotExist) {
  MadeUpMachine made;
  made.answer("iptables -V", kLegacy);
  made.put("/boot/config-6.1.0-test", kLegacyConfig);
  made.put("/lib/modules/6.1.0-test/modules.dep",
           "kernel/iptable_filter.ko:\nkernel/ip6table_filter.ko:\n");
  EXPECT_EQ(check_tables(made.machine(), {}).at(0).grade, Grade::Ok);
  made.put("/etc/iptables/rules.v4", "*nat\nCOMMIT\n");
  const auto off = check_tables(made.machine(), {}).at(0);
  EXPECT_EQ(off.grade, Grade::Fail);
  EXPECT_NE(off.what.find("IP_NF_NAT"), std::string::npos);
  made.put("/boot/config-6.1.0-test", std::string(kLegacyConfig) + "CONFIG_IP_NF_NAT=m\n");
  const auto missing = check_tables(made.machine(), {}).at(0);
  EXPECT_NE(missing.what.find("no module iptable_nat"), std::string::npos);
  made.put("/proc/net/ip_tables_names", "nat\n");
  EXPECT_EQ(check_tables(made.machine(), {}).at(0).grade, Grade::Ok);
}

TEST(SavedRulesCheck, FindsAFileThatNftWillRefuse) {
  MadeUpMachine made;
  made.put("/etc/nftables.conf", "include \"/etc/my rules/*.nft\"\n");
  made.put("/etc/my rules/a.nft", "table ip filter {\n xt target \"NFTRACE\"\n}\n");
  const auto found = check_saved(made.machine(), {}).at(0);
  EXPECT_EQ(found.grade, Grade::Fail);
  EXPECT_NE(found.what.find("/etc/my rules/a.nft"), std::string::npos);
  EXPECT_NE(found.what.find("line 2"), std::string::npos);
  EXPECT_EQ(found.mend, "sed -i '/xt target \"\\?NFTRACE/d' '/etc/my rules/a.nft'");
}

TEST(SavedRulesCheck, IsContentWithAFileOfIptablesSave) {
  MadeUpMachine made;
  EXPECT_EQ(check_saved(made.machine(), {}).at(0).grade, Grade::Ok);
  made.put("/etc/iptables/rules.v4", "*filter\n-A INPUT -j NFTRACE\nCOMMIT\n");
  const auto found = check_saved(made.machine(), {}).at(0);
  EXPECT_EQ(found.grade, Grade::Ok);
  EXPECT_NE(found.what.find("/etc/iptables/rules.v4"), std::string::npos);
}

TEST(LoggerCheck, WarnsOfAnotherLogger) {
  MadeUpMachine made;
  made.put("/proc/net/netfilter/nf_log",
           " 0 NONE (nfnetlink_log)\n 2 nfnetlink_log (nf_log_ipv4,nfnetlink_log)\n"
           "10 nf_log_ipv6 (nf_log_ipv6)\n");
  const auto found = check_logger(made.machine(), {});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].grade, Grade::Warn);
  EXPECT_EQ(found[0].mend,
            "modprobe nf_log_syslog && sysctl -w net.netfilter.nf_log.2=nf_log_ipv4");
}

TEST(ProbingCheck, TellsKprobesThatAreOff) {
  MadeUpMachine made;
  made.put("/sys/kernel/debug/kprobes/enabled", "0\n");
  EXPECT_EQ(check_probing(made.machine(), {}).at(0).grade, Grade::Fail);
  made.put("/sys/kernel/debug/kprobes/enabled", "1\n");
  EXPECT_EQ(check_probing(made.machine(), {}).at(0).grade, Grade::Ok);
}

TEST(ProbingCheck, LooksForTheKeyOfNfTables) {
  MadeUpMachine made;
  made.put("/sys/module/nf_tables/refcnt", "0");
  made.put("/proc/kallsyms", "0 d nft_trace_enabled\t[nf_tables]\n");
  EXPECT_EQ(check_probing(made.machine(), {}).at(1).grade, Grade::Warn);
  made.put("/proc/kallsyms",
           "0 d nft_trace_enabled\t[nf_tables]\n0 t __nft_trace_packet\t[nf_tables]\n");
  EXPECT_EQ(check_probing(made.machine(), {}).at(1).grade, Grade::Ok);
}

TEST(OffloadCheck, TellsEachFlowtable) {
  MadeUpMachine made;
  Facts facts;
  facts.flowtables.emplace();
  EXPECT_EQ(check_offload(made.machine(), facts).at(0).grade, Grade::Ok);
  facts.flowtables->push_back({"inet fw fast", true});
  const auto found = check_offload(made.machine(), facts).at(0);
  EXPECT_EQ(found.grade, Grade::Warn);
  EXPECT_NE(found.what.find("in hardware"), std::string::npos);
}

}  // namespace
}  // namespace nftrace::doctor
