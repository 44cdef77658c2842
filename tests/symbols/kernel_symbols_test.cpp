// SPDX-License-Identifier: GPL-2.0-or-later
#include "symbols/kernel_symbols.h"

#include <gtest/gtest.h>

namespace nftrace::symbols {
namespace {

constexpr const char* kText =
    "ffffffff81000000 T _stext\n"
    "ffffffff81000000 T _text\n"
    "ffffffff81000100 t nf_hook_slow\n"
    "ffffffffc0000000 t nft_do_chain\t[nf_tables]\n"
    "rubbish\n"
    "zzzz t x\n"
    "ffffffffc0000200 t nft_exit\t[nf_tables]\n";

TEST(KernelSymbols, FindsTheFunctionInFrontOfAnAddress) {
  const auto symbols = KernelSymbols::parse(kText);
  const auto place = symbols.at(0xffffffff8100014d);
  ASSERT_TRUE(place);
  EXPECT_EQ(place->symbol->name, "nf_hook_slow");
  EXPECT_EQ(place->offset, 0x4dU);
  EXPECT_EQ(symbols.at(0xffffffffc0000012)->symbol->module, "nf_tables");
  EXPECT_EQ(symbols.at(0xffffffffc0000012)->size, 0x200U);
}

TEST(KernelSymbols, TakesTheFirstOfSeveralNamesAndNothingInFront) {
  const auto symbols = KernelSymbols::parse(kText);
  EXPECT_EQ(symbols.at(0xffffffff81000001)->symbol->name, "_stext");
  EXPECT_FALSE(symbols.at(0x1000));
}

TEST(KernelSymbols, SaysWhenAddressesAreHidden) {
  const auto symbols = KernelSymbols::parse("0000000000000000 T _stext\n");
  EXPECT_TRUE(symbols.hidden());
  EXPECT_FALSE(symbols.at(0x10));
  EXPECT_EQ(symbols.named("_stext", "").size(), 1U);
  EXPECT_FALSE(KernelSymbols::parse(kText).hidden());
}

}  // namespace
}  // namespace nftrace::symbols
