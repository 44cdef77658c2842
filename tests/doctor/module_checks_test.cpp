// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "doctor/checks.h"
#include "support/machine.h"

namespace nftrace::doctor {
namespace {

constexpr const char* kFolder = "/lib/modules/6.1.0-test";
constexpr const char* kSecureBoot =
    "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";

void install_module(const MadeUpMachine& made) {
  made.put(std::string(kFolder) + "/modules.dep", "updates/dkms/nftrace.ko: kernel/x_tables.ko\n");
  made.put(std::string(kFolder) + "/updates/dkms/nftrace.ko", "ELF");
}

TEST(ModuleFileCheck, FindsTheFileThatModprobeFinds) {
  MadeUpMachine made;
  install_module(made);
  made.put(std::string(kFolder) + "/build/Makefile", "");
  const auto found = check_module_file(made.machine(), facts());
  EXPECT_EQ(found.at(0).grade, Grade::Ok);
  EXPECT_EQ(found.at(0).what, std::string(kFolder) + "/updates/dkms/nftrace.ko");
  EXPECT_EQ(found.at(1).grade, Grade::Ok);
}

TEST(ModuleFileCheck, WantsDepmodForAFileThatIsNotListed) {
  MadeUpMachine made;
  made.put(std::string(kFolder) + "/updates/nftrace.ko", "ELF");
  const auto found = check_module_file(made.machine(), facts());
  EXPECT_EQ(found.at(0).grade, Grade::Fail);
  EXPECT_EQ(found.at(0).mend, "depmod 6.1.0-test");
}

TEST(ModuleFileCheck, WithoutHeadersInstallsThemAndBuilds) {
  MadeUpMachine made;
  made.put("/var/lib/dkms/nftrace/0.1.0/source/dkms.conf", "");
  const auto found = check_module_file(made.machine(), facts());
  EXPECT_EQ(found.at(0).grade, Grade::Fail);
  EXPECT_EQ(found.at(0).mend,
            "apt-get install linux-headers-6.1.0-test && dkms autoinstall -k 6.1.0-test");
  EXPECT_EQ(found.at(1).check, "headers");
  EXPECT_EQ(found.at(1).grade, Grade::Fail);
}

TEST(ModuleFileCheck, OnlyWarnsOfMissingHeadersWhenTheModuleIsThere) {
  MadeUpMachine made;
  install_module(made);
  EXPECT_EQ(check_module_file(made.machine(), facts()).at(1).grade, Grade::Warn);
}

TEST(DkmsCheck, TellsABuildThatFailed) {
  MadeUpMachine made;
  made.put("/var/lib/dkms/nftrace/0.1.0/source/dkms.conf", "");
  made.put("/var/lib/dkms/nftrace/0.1.0/build/make.log", "error");
  made.put(std::string(kFolder) + "/build/Makefile", "");
  const auto found = check_dkms(made.machine(), facts()).at(0);
  EXPECT_EQ(found.grade, Grade::Fail);
  EXPECT_NE(found.what.find("make.log"), std::string::npos);
  EXPECT_EQ(found.mend, "dkms autoinstall -k 6.1.0-test");
}

TEST(DkmsCheck, IsContentWithThisVersionForThisKernel) {
  MadeUpMachine made;
  made.put("/var/lib/dkms/nftrace/0.1.0/source/dkms.conf", "");
  made.put("/var/lib/dkms/nftrace/0.1.0/6.1.0-test/x86_64/module/nftrace.ko", "");
  EXPECT_EQ(check_dkms(made.machine(), facts()).at(0).grade, Grade::Ok);
}

TEST(SecureBootCheck, IsOffWithoutTheVariable) {
  MadeUpMachine made;
  EXPECT_EQ(check_secure_boot(made.machine(), facts()).at(0).grade, Grade::Ok);
}

TEST(SecureBootCheck, WantsASignatureWhenItIsOn) {
  MadeUpMachine made;
  install_module(made);
  made.put(kSecureBoot, std::string("\x06\0\0\0\x01", 5));
  const auto found = check_secure_boot(made.machine(), facts()).at(0);
  EXPECT_EQ(found.grade, Grade::Fail);
  EXPECT_NE(found.what.find("not signed"), std::string::npos);
}

TEST(SecureBootCheck, WantsTheKeyToBeKnownToTheKernel) {
  MadeUpMachine made;
  install_module(made);
  made.put(kSecureBoot, std::string("\x06\0\0\0\x01", 5));
  made.put("/proc/keys", "1 I-- 1 perm 0 0 asymmetri Debian Secure Boot CA: X509.rsa []\n");
  made.answer("modinfo -F signer nftrace", "DKMS module signing key\n");
  const auto unknown = check_secure_boot(made.machine(), facts()).at(0);
  EXPECT_EQ(unknown.grade, Grade::Fail);
  EXPECT_NE(unknown.mend.find("mokutil --import /var/lib/dkms/mok.pub"), std::string::npos);
  made.put("/proc/keys", "1 I-- 1 perm 0 0 asymmetri DKMS module signing key: X509.rsa []\n");
  EXPECT_EQ(check_secure_boot(made.machine(), facts()).at(0).grade, Grade::Ok);
}

TEST(TaintCheck, TellsAWarningAndAnOops) {
  MadeUpMachine made;
  made.put("/proc/sys/kernel/tainted", std::to_string(1 << 9 | 1 << 7 | 1 << 12));
  const auto found = check_taint(made.machine(), facts()).at(0);
  EXPECT_EQ(found.grade, Grade::Warn);
  EXPECT_NE(found.what.find("an oops happened, a warning happened"), std::string::npos);
}

TEST(TaintCheck, FindsAnUnsignedModuleHarmless) {
  MadeUpMachine made;
  made.put("/proc/sys/kernel/tainted", "12288\n");
  made.put("/sys/module/nftrace/taint", "OE\n");
  EXPECT_EQ(check_taint(made.machine(), facts()).at(0).grade, Grade::Ok);
}

TEST(ModuleCheck, OnlyWarnsWhileNothingIsLoaded) {
  MadeUpMachine made;
  install_module(made);
  const auto found = check_module(made.machine(), facts()).at(0);
  EXPECT_EQ(found.grade, Grade::Warn);
  EXPECT_EQ(found.mend, "modprobe nftrace");
}

TEST(ModuleCheck, ReloadsAnOldVersionAndKeepsTheRules) {
  MadeUpMachine made;
  install_module(made);
  made.answer("modinfo -F version nftrace", "0.1.0\n");
  Facts known = facts();
  known.module.emplace().version = "0.0.9";
  known.module->rules = 2;
  const auto found = check_module(made.machine(), known).at(0);
  EXPECT_EQ(found.grade, Grade::Fail);
  EXPECT_EQ(found.mend,
            "nfctl save /run/nftrace.rules && nfctl del --all && modprobe -r nftrace && modprobe "
            "nftrace && nfctl restore /run/nftrace.rules");
}

TEST(ModuleCheck, InstallsTheFileWhenThatIsOldToo) {
  MadeUpMachine made;
  install_module(made);
  made.answer("modinfo -F version nftrace", "0.0.9\n");
  Facts known = facts();
  known.module.emplace().version = "0.0.9";
  EXPECT_EQ(check_module(made.machine(), known).at(0).mend,
            "apt-get install ./nftrace-dkms_0.1.0_all.deb && modprobe -r nftrace && modprobe "
            "nftrace");
}

TEST(ModuleCheck, ReadsTheVersionFromSysWithoutCapability) {
  MadeUpMachine made;
  made.put("/sys/module/nftrace/version", "0.1.0\n");
  Facts refused = facts();
  refused.module_refused = true;
  EXPECT_EQ(check_module(made.machine(), refused).at(0).grade, Grade::Ok);
}

}  // namespace
}  // namespace nftrace::doctor
