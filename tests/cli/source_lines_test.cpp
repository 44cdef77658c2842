// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/source_lines.h"

#include <gtest/gtest.h>

#include "support/elf_bytes.h"
#include "support/machine.h"

namespace nftrace::cli {
namespace {

constexpr const char* kFolder = "/lib/modules/6.1.0-test";

TEST(SourceLines, AskForTheCallNotForWhereItReturnsTo) {
  doctor::MadeUpMachine made;
  made.put("/proc/kallsyms", "ffffffffc0000000 t nft_do_chain\t[nf_tables]\n");
  made.put(std::string(kFolder) + "/modules.dep", "kernel/nf_tables.ko:\n");
  const std::string file = std::string(kFolder) + "/kernel/nf_tables.ko";
  made.put(file, symbols::module_bytes({{"nft_do_chain", 0x40, 0x5f0}}, true));
  made.answer("addr2line -e " + file + " -j .text 0x51", "net/nf_tables_core.c:7\n");
  SourceLines lines(made.machine());
  EXPECT_EQ(lines.of(1, "nft_do_chain+0x12/0x5f0 [nf_tables]"), "net/nf_tables_core.c:7");
  // Asked once: a place keeps its number for ever.
  EXPECT_EQ(lines.of(1, ""), "net/nf_tables_core.c:7");
}

TEST(SourceLines, AreEmptyWithoutDebugInformation) {
  doctor::MadeUpMachine made;
  made.put("/proc/kallsyms", "ffffffff81000100 t nf_hook_slow\n");
  SourceLines lines(made.machine());
  EXPECT_EQ(lines.of(1, "nf_hook_slow+0x4d/0xc0"), "");
  EXPECT_EQ(lines.of(2, "no+such symbol"), "");
}

}  // namespace
}  // namespace nftrace::cli
