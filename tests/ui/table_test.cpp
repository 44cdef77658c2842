// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/table.h"

#include <gtest/gtest.h>

#include "ui/text.h"

namespace nftrace::ui {
namespace {

Table small() {
  Table table(
      {{"chain", Align::Left, 4, 0}, {"bytes", Align::Right, 0, 1}, {"hits", Align::Right, 0, 0}});
  table.add({{"INPUT"}, {"1.5k"}, {"12"}});
  table.add({{"LIBVIRT_FWI"}, {"0"}, {"123456"}});
  return table;
}

TEST(Table, AlignsColumns) {
  const auto lines = small().lines(0, false);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0], "chain       bytes   hits");
  EXPECT_EQ(lines[1], "INPUT        1.5k     12");
  EXPECT_EQ(lines[2], "LIBVIRT_FWI     0 123456");
}

TEST(Table, CutsTextBeforeItDropsAColumn) {
  const auto lines = small().lines(20, false);
  EXPECT_EQ(lines[0], "chain   bytes   hits");
  EXPECT_EQ(lines[2], "LIBVIR~     0 123456");
}

TEST(Table, DropsAWholeColumnAndNeverCutsANumber) {
  const auto lines = small().lines(15, false);
  EXPECT_EQ(lines[0], "chain      hits");
  EXPECT_EQ(lines[2], "LIBVIRT~ 123456");
}

TEST(Table, KeepsWhatCannotGoEvenIfItIsTooWide) {
  const auto lines = small().lines(3, false);
  EXPECT_EQ(lines[2], "LIB~ 123456");
}

TEST(Table, ColoursDoNotCountAsWidth) {
  Table table({{"drop", Align::Right, 0, 0}});
  table.add({{"7", Style::Bad}});
  const auto lines = table.lines(4, true);
  EXPECT_EQ(lines[1], "   \033[31m7\033[0m");
  EXPECT_EQ(table.lines(4, false)[1], "   7");
}

TEST(Table, FitsEveryWidthThatItsLeastColumnsFit) {
  for (std::size_t limit = 11; limit < 40; ++limit) {
    for (const std::string& line : small().lines(limit, false)) {
      EXPECT_LE(width(line), limit);
    }
  }
}

}  // namespace
}  // namespace nftrace::ui
