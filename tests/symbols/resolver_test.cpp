// SPDX-License-Identifier: GPL-2.0-or-later
#include "symbols/resolver.h"

#include <gtest/gtest.h>

#include "support/elf_bytes.h"
#include "support/machine.h"
#include "symbols/gdb_lines.h"
#include "symbols/loaded_modules.h"

namespace nftrace::symbols {
namespace {

using doctor::MadeUpMachine;

constexpr const char* kFolder = "/lib/modules/6.1.0-test";

void put_symbols(const MadeUpMachine& made) {
  made.put("/proc/kallsyms",
           "ffffffff81000100 t nf_hook_slow\nffffffff81000200 t next\n"
           "ffffffffc0000000 t nft_do_chain\t[nf_tables]\n"
           "ffffffffc0100000 t init\t[other]\n");
  made.put(std::string(kFolder) + "/modules.dep", "kernel/net/nf-tables.ko:\n");
  made.put(std::string(kFolder) + "/kernel/net/nf-tables.ko",
           module_bytes({{"nft_do_chain", 0, 0x5f0}}));
}

Result<Answer> ask(const MadeUpMachine& made, const std::string& text) {
  const auto machine = made.machine();
  Resolver resolver(machine);
  return parse_question(text).and_then([&](const Question& q) { return resolver.resolve(q); });
}

TEST(Question, ReadsAddressesAndSymbols) {
  EXPECT_EQ(parse_question("0xff")->address, 0xffU);
  EXPECT_EQ(parse_question("ffffffff81000100")->address, 0xffffffff81000100U);
  const auto symbol = parse_question("nft_do_chain+0x12/0x5f0 [nf_tables]");
  EXPECT_EQ(symbol->symbol, "nft_do_chain");
  EXPECT_EQ(symbol->offset, 0x12U);
  EXPECT_EQ(symbol->module, "nf_tables");
  EXPECT_EQ(parse_question("nf_hook_slow+98")->offset, 98U);
  EXPECT_EQ(parse_question("nf_hook_slow")->offset, 0U);
}

TEST(Question, RefusesWhatIsNeither) {
  for (const char* text : {"", "+5", "x+", "x+y", "0xzz", "x [y", " "}) {
    EXPECT_FALSE(parse_question(text)) << text;
  }
}

TEST(Resolver, TellsFunctionModuleAndSize) {
  MadeUpMachine made;
  put_symbols(made);
  EXPECT_EQ(to_string(ask(made, "ffffffff8100014d").value()), "nf_hook_slow+0x4d/0x100");
  EXPECT_EQ(to_string(ask(made, "0xffffffffc0000012").value()),
            "nft_do_chain+0x12/0x5f0 [nf_tables]");
  EXPECT_EQ(ask(made, "nft_do_chain+0x12 [nf_tables]")->address, 0xffffffffc0000012U);
}

TEST(Resolver, NamesNoFunctionForAnAddressBehindItsEnd) {
  MadeUpMachine made;
  put_symbols(made);
  const auto answer = ask(made, "0xffffffffc0000700");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::NotFound);
  EXPECT_FALSE(ask(made, "nft_do_chain+0x700"));
  EXPECT_FALSE(ask(made, "0xffffffffffffff00"));
}

TEST(Resolver, SaysThatAddressesAreHidden) {
  MadeUpMachine made;
  made.put("/proc/kallsyms", "0000000000000000 t nf_hook_slow\n");
  const auto answer = ask(made, "ffffffff8100014d");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::Permission);
  EXPECT_NE(answer.error().hint.find("kptr_restrict"), std::string::npos);
  EXPECT_EQ(to_string(ask(made, "nf_hook_slow+0x4d").value()), "nf_hook_slow+0x4d");
}

TEST(Resolver, AsksWhichOfTwoFunctions) {
  MadeUpMachine made;
  made.put("/proc/kallsyms", "0000000000000010 t init\t[a]\n0000000000000020 t init\t[b]\n");
  EXPECT_FALSE(ask(made, "init+0x1"));
  EXPECT_TRUE(ask(made, "init+0x1 [b]"));
}

TEST(LoadedModules, ListSectionsWithoutThoseOfTheStart) {
  MadeUpMachine made;
  made.put("/sys/module/nf_tables/sections/.text", "0xffffffffc0000000\n");
  made.put("/sys/module/nf_tables/sections/.data", "0xffffffffc0009000\n");
  made.put("/sys/module/nf_tables/sections/.init.text", "0xffffffffc0010000\n");
  made.put("/sys/module/builtin/parameters/x", "1\n");
  put_symbols(made);
  const auto modules = loaded_modules(made.machine());
  ASSERT_TRUE(modules);
  ASSERT_EQ(modules->size(), 1U);
  EXPECT_EQ(modules->at(0).file, std::string(kFolder) + "/kernel/net/nf-tables.ko");
  EXPECT_EQ(gdb_line(modules->at(0), "/x.ko"),
            "add-symbol-file /x.ko 0xffffffffc0000000 -s .data 0xffffffffc0009000");
  EXPECT_EQ(gdb_line(modules->at(0), "/x.ko.xz").substr(0, 1), "#");
}

TEST(LoadedModules, SayWhenTheirAddressesAreHidden) {
  MadeUpMachine made;
  made.put("/sys/module/nf_tables/sections/.text", "0x0000000000000000\n");
  EXPECT_EQ(loaded_modules(made.machine()).error().code, Code::Permission);
}

TEST(LoadedModules, FindDebugFilesByBuildId) {
  MadeUpMachine made;
  made.put("/sys/module/m/notes/.note.gnu.build-id", std::string(16, 'x') + "\xab\xcd");
  made.put("/usr/lib/debug/.build-id/ab/cd.debug", "");
  EXPECT_EQ(debug_path(made.machine(), "m", ""), "/usr/lib/debug/.build-id/ab/cd.debug");
}

}  // namespace
}  // namespace nftrace::symbols
