// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "doctor/checks.h"
#include "doctor/plugin.h"
#include "support/machine.h"

namespace nftrace::doctor {
namespace {

using namespace std::string_literals;

constexpr const char* kFolder = "/usr/lib/x86_64-linux-gnu/xtables";

std::string plugin(const std::string& version, int size) {
  return "\x7f"
         "ELF\0\0nftrace-plugin version="s +
         version + " info_size=" + std::to_string(size) + "\0more"s;
}

void put_libxtables(const MadeUpMachine& made) {
  made.put("/usr/lib/x86_64-linux-gnu/libxtables.so.12",
           "ELF\0/proc/net/xtables\0XTABLES_LIBDIR\0"s + kFolder + "\0%s/libxt_%s.so\0"s);
}

TEST(PluginFolder, IsThePathThatLibxtablesNames) {
  EXPECT_EQ(plugin_folder_in("a\0/opt/lib/xtables\0b"s), "/opt/lib/xtables");
  EXPECT_EQ(plugin_folder_in("a\0no/xtables\0b"s), std::nullopt);
  EXPECT_EQ(plugin_folder_in(""), std::nullopt);
}

TEST(PluginNote, IsReadWithoutLoadingThePlugin) {
  const auto note = read_plugin_note(plugin("0.1.0", 64));
  ASSERT_TRUE(note);
  EXPECT_EQ(note->version, "0.1.0");
  EXPECT_EQ(note->info_size, 64U);
  EXPECT_FALSE(read_plugin_note("nftrace-plugin version=1"));
  EXPECT_FALSE(read_plugin_note("nftrace-plugin version=1 info_size=x\0"s));
}

TEST(PluginCheck, IsContentWithOurPluginInPlace) {
  MadeUpMachine made;
  put_libxtables(made);
  made.put(std::string(kFolder) + "/libxt_NFTRACE.so", plugin("0.1.0", 64));
  const auto found = check_plugin(made.machine(), facts());
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].grade, Grade::Ok);
  EXPECT_EQ(found[1].check, "option-block");
  EXPECT_EQ(found[1].grade, Grade::Ok);
}

TEST(PluginCheck, TellsAMissingPluginAndThePackageThatHasIt) {
  MadeUpMachine made;
  put_libxtables(made);
  made.answer("dpkg-query -W -f ${Status} nfctl", "install ok installed");
  const auto found = check_plugin(made.machine(), facts()).at(0);
  EXPECT_EQ(found.grade, Grade::Fail);
  EXPECT_NE(found.what.find(kFolder), std::string::npos);
  EXPECT_EQ(found.mend, "apt-get install --reinstall nfctl");
}

TEST(PluginCheck, CopiesAPluginThatIsElsewhere) {
  MadeUpMachine made;
  put_libxtables(made);
  made.put("/usr/local/lib/xtables/libxt_NFTRACE.so", plugin("0.1.0", 64));
  EXPECT_EQ(check_plugin(made.machine(), facts()).at(0).mend,
            "mkdir -p /usr/lib/x86_64-linux-gnu/xtables && cp "
            "/usr/local/lib/xtables/libxt_NFTRACE.so /usr/lib/x86_64-linux-gnu/xtables/");
}

TEST(PluginCheck, TellsAnotherOptionBlock) {
  MadeUpMachine made;
  put_libxtables(made);
  made.put(std::string(kFolder) + "/libxt_NFTRACE.so", plugin("0.1.0", 72));
  const auto found = check_plugin(made.machine(), facts()).at(1);
  EXPECT_EQ(found.grade, Grade::Fail);
  EXPECT_NE(found.what.find("72"), std::string::npos);
}

TEST(CapabilityCheck, ReadsTheEffectiveSet) {
  MadeUpMachine made;
  made.put("/proc/self/status", "Name:\tnfctl\nCapEff:\t0000000000001000\n");
  EXPECT_EQ(check_capability(made.machine(), facts()).at(0).grade, Grade::Ok);
  made.put("/proc/self/status", "CapEff:\t0000000000000fff\n");
  const auto found = check_capability(made.machine(), facts()).at(0);
  EXPECT_EQ(found.grade, Grade::Fail);
  EXPECT_EQ(found.mend, "sudo nfctl doctor");
}

TEST(LimitsCheck, WarnsShortlyBeforeTheLimit) {
  MadeUpMachine made;
  Facts known = facts();
  known.module.emplace();
  known.module->rules = 90;
  known.module->rules_max = 100;
  known.module->flights_quota = 10;
  const auto found = check_limits(made.machine(), known);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].grade, Grade::Warn);
  known.module->rules = 89;
  EXPECT_EQ(check_limits(made.machine(), known).at(0).grade, Grade::Ok);
}

}  // namespace
}  // namespace nftrace::doctor
