// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/json_line.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "ui/text.h"

namespace nftrace::ui {
namespace {

std::string object_with(std::string_view text) {
  JsonLine line;
  line.open();
  line.text("t", text);
  line.close();
  return std::string(line.buffer().text());
}

/// What the other commands print, by another writer.
std::string reference(std::string_view text) {
  const nlohmann::json value = {{"t", valid_utf8(text)}};
  return value.dump(-1, ' ', true);
}

TEST(JsonLine, WritesEveryKindOfValue) {
  JsonLine line;
  line.open();
  line.number("most", std::numeric_limits<std::uint64_t>::max());
  line.number("none", 0);
  line.boolean("yes", true);
  line.null("nothing");
  line.open("inner");
  line.text("empty", "");
  line.close();
  const std::array bytes = {std::byte{0x00}, std::byte{0x45}, std::byte{0xff}};
  line.hex("packet", bytes);
  line.open_text("plain");
  line.buffer().put("10.0.0.1");
  line.close_text();
  line.close();
  line.end();
  line.open();
  line.close();
  line.end();
  EXPECT_EQ(line.buffer().text(),
            "{\"most\":18446744073709551615,\"none\":0,\"yes\":true,\"nothing\":null,"
            "\"inner\":{\"empty\":\"\"},\"packet\":\"0045ff\",\"plain\":\"10.0.0.1\"}\n{}\n");
}

TEST(JsonLine, EscapesHostileTextAsTheOtherCommandsDo) {
  using namespace std::string_literals;
  const std::string hostile[] = {
      "plain",
      "quote\" and \\ backslash",
      "\x1b[2J\x07\b\f\n\r\t"s,
      "nul\0inside"s,
      "\x7f delete",
      "umlaut \xc3\xa4, euro \xe2\x82\xac, face \xf0\x9f\x98\x80",
      "cut \xe2\x82",
      "lone \x80\xff",
      "overlong \xc0\xaf \xe0\x80\x80",
      "surrogate \xed\xa0\x80",
      "beyond \xf4\x90\x80\x80",
      "direction \xe2\x80\xae",
  };
  for (const std::string& text : hostile) {
    EXPECT_EQ(object_with(text), reference(text));
    EXPECT_EQ(nlohmann::json::parse(object_with(text))["t"], valid_utf8(text));
  }
}

TEST(JsonLine, EscapesAnyBytesAsTheOtherCommandsDo) {
  std::mt19937 random(4);
  for (int round = 0; round < 20000; ++round) {
    std::string text(random() % 12, '\0');
    // Half of them near the borders of UTF-8, where mistakes live.
    for (char& byte : text) {
      byte = static_cast<char>(random() % 2 == 0 ? random() : 0x7e + random() % 0x80);
    }
    ASSERT_EQ(object_with(text), reference(text));
  }
}

TEST(JsonLine, HasRoomForTextOfAnyLength) {
  const std::string longest(300000, 'x');
  EXPECT_EQ(object_with(longest), reference(longest));
}

TEST(LineBuffer, EscapesForATerminalAndCountsInSeveralBases) {
  LineBuffer buffer;
  buffer.put_escaped("a\x1b[2J\\");
  buffer.put(' ');
  buffer.put_padded(42, 6);
  buffer.put(' ');
  buffer.put_padded(1234567, 6);
  buffer.put(' ');
  buffer.put_hex(0xfe01);
  EXPECT_EQ(buffer.text(), "a\\x1b[2J\\\\ 000042 1234567 fe01");
}

}  // namespace
}  // namespace nftrace::ui
