// SPDX-License-Identifier: GPL-2.0-or-later
#include "symbols/elf_file.h"

#include <gtest/gtest.h>

#include "support/elf_bytes.h"

namespace nftrace::symbols {
namespace {

TEST(ElfFile, ReadsFunctionsWithTheirSection) {
  const auto file = read_elf(module_bytes({{"one", 0, 16}, {"two", 16, 32}}));
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->relocatable);
  ASSERT_NE(file->function("two"), nullptr);
  EXPECT_EQ(file->function("two")->value, 16U);
  EXPECT_EQ(file->function("two")->size, 32U);
  EXPECT_EQ(file->sections.at(file->function("two")->section).name, ".text");
  EXPECT_EQ(file->function("three"), nullptr);
}

TEST(ElfFile, RefusesEveryFileThatIsCutShort) {
  const std::string whole = module_bytes({{"one", 0, 16}});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(read_elf(std::string_view(whole).substr(0, length))) << length;
  }
}

TEST(ElfFile, SurvivesAnyByteChanged) {
  const std::string whole = module_bytes({{"one", 0, 16}, {"two", 16, 32}});
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0xff);
    (void)read_elf(changed);
  }
}

}  // namespace
}  // namespace nftrace::symbols
