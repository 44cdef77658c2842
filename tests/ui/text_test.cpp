// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/text.h"

#include <gtest/gtest.h>

namespace nftrace::ui {
namespace {

using namespace std::string_view_literals;

TEST(Escape, LeavesPrintableTextAlone) {
  EXPECT_EQ(escape("LIBVIRT_FWI [a] ~"), "LIBVIRT_FWI [a] ~");
  EXPECT_EQ(escape("Gäste 東京 😀"), "Gäste 東京 😀");
}

TEST(Escape, ShowsControlCharactersAsBytes) {
  EXPECT_EQ(escape("a\033[2Jb\r\n\t\x7f"sv), "a\\x1b[2Jb\\x0d\\x0a\\x09\\x7f");
  EXPECT_EQ(escape("\0"sv), "\\x00");
}

TEST(Escape, ShowsTheSecondSetOfControlsAsBytes) {
  EXPECT_EQ(escape("\u009b31m"), "\\xc2\\x9b31m");
}

TEST(Escape, ShowsWhatTurnsOrHidesTextAsBytes) {
  EXPECT_EQ(escape("\u202etxt"), "\\xe2\\x80\\xaetxt");
  EXPECT_EQ(escape("a\u200bb"), "a\\xe2\\x80\\x8bb");
  EXPECT_EQ(escape("\ufeff"), "\\xef\\xbb\\xbf");
}

TEST(Escape, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(escape("\xff"), "\\xff");
  EXPECT_EQ(escape("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(escape("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // surrogate
  EXPECT_EQ(escape("\xe2\x82"), "\\xe2\\x82");           // cut
  EXPECT_EQ(escape("\xf5\x80\x80\x80"), "\\xf5\\x80\\x80\\x80");
}

TEST(Escape, DoublesTheBackslashSoThatNothingIsAmbiguous) { EXPECT_EQ(escape("\\x1b"), "\\\\x1b"); }

TEST(Escape, NeverLetsAnEscapeThroughWhateverTheBytes) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const char bytes[] = {static_cast<char>(first), static_cast<char>(second)};
      for (const char character : escape(std::string_view(bytes, 2))) {
        const auto byte = static_cast<unsigned char>(character);
        ASSERT_TRUE(byte >= 0x20 && byte != 0x7f) << first << " " << second;
      }
    }
  }
}

TEST(ValidUtf8, ChangesOnlyWrongBytes) {
  EXPECT_EQ(valid_utf8("a\033ä\\"), "a\033ä\\");
  EXPECT_EQ(valid_utf8("a\xff\xe2\x82"), "a\\xff\\xe2\\x82");
}

TEST(Width, CountsColumnsNotBytes) {
  EXPECT_EQ(width("abc"), 3U);
  EXPECT_EQ(width("äöü"), 3U);
  EXPECT_EQ(width("東京"), 4U);
  EXPECT_EQ(width("e\u0301"), 1U);
}

TEST(Cut, MarksWhatItCuts) {
  EXPECT_EQ(cut("FORWARD_IN_ZONES", 8), "FORWARD~");
  EXPECT_EQ(cut("INPUT", 5), "INPUT");
  EXPECT_EQ(cut("東京都", 4), "東~");
  EXPECT_EQ(cut("abc", 1), "~");
  EXPECT_EQ(cut("abc", 0), "");
}

}  // namespace
}  // namespace nftrace::ui
