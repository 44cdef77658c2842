// SPDX-License-Identifier: GPL-2.0-or-later
#include "netlink/attribute.h"

#include <gtest/gtest.h>

#include <linux/netlink.h>

#include "support/bytes.h"

namespace nftrace {
namespace {

using test::attribute;
using test::bytes;
using test::u16_bytes;

std::size_t count(AttributeReader& reader) {
  std::size_t attributes = 0;
  while (reader.next()) ++attributes;
  return attributes;
}

TEST(AttributeReader, ReadsAttributesWithTheirPadding) {
  const auto buffer = attribute(1, bytes({1, 2, 3})) + attribute(2, bytes({4}));
  AttributeReader reader(buffer.view());
  const auto first = reader.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->type, 1);
  EXPECT_EQ(first->payload.size(), 3U);
  const auto second = reader.next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->u8().value(), 4);
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.malformed());
}

TEST(AttributeReader, TakesTheLastAttributeWithoutPadding) {
  auto buffer = attribute(1, bytes({7}));
  buffer.data.resize(5);
  AttributeReader reader(buffer.view());
  const auto only = reader.next();
  ASSERT_TRUE(only);
  EXPECT_EQ(only->u8().value(), 7);
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.malformed());
}

TEST(AttributeReader, IgnoresTheFlagsOfAType) {
  const auto buffer = attribute(5 | NLA_F_NESTED, {});
  AttributeReader reader(buffer.view());
  EXPECT_EQ(reader.next()->type, 5);
}

TEST(AttributeReader, StopsAtALengthBelowTheHeader) {
  for (const unsigned char length : {0, 1, 2, 3}) {
    const auto buffer = bytes({length, 0, 1, 0, 9, 9, 9, 9});
    AttributeReader reader(buffer.view());
    EXPECT_EQ(count(reader), 0U);
    EXPECT_TRUE(reader.malformed());
  }
}

TEST(AttributeReader, StopsAtALengthBeyondTheEnd) {
  const auto buffer = bytes({9, 0, 1, 0, 1, 2, 3, 4});
  AttributeReader reader(buffer.view());
  EXPECT_EQ(count(reader), 0U);
  EXPECT_TRUE(reader.malformed());
}

TEST(AttributeReader, TellsEveryTruncationOfAList) {
  const auto buffer = attribute(1, bytes({1, 2, 3, 4})) + attribute(2, bytes({1, 2, 3, 4}));
  for (std::size_t length = 1; length < buffer.data.size(); ++length) {
    if (length == 8) continue;  // one whole attribute
    AttributeReader reader(buffer.view().first(length));
    (void)count(reader);
    EXPECT_TRUE(reader.malformed()) << length;
  }
}

TEST(AttributeReader, SurvivesAnyTwoBytesOfLength) {
  for (unsigned length = 0; length <= 0xffff; ++length) {
    const auto buffer = u16_bytes(static_cast<std::uint16_t>(length)) + bytes({1, 0, 0, 0, 0, 0});
    AttributeReader reader(buffer.view());
    EXPECT_LE(count(reader), 2U);
  }
}

TEST(Attribute, RefusesANumberOfAnotherSize) {
  const auto buffer = attribute(1, bytes({1, 2, 3, 4}));
  AttributeReader reader(buffer.view());
  const auto four = reader.next();
  EXPECT_TRUE(four->u32());
  EXPECT_EQ(four->u8().error().code, Code::Malformed);
  EXPECT_EQ(four->u16().error().code, Code::Malformed);
  EXPECT_EQ(four->u64().error().code, Code::Malformed);
}

TEST(Attribute, RefusesTextWithoutAnEnd) {
  const auto buffer =
      attribute(1, bytes({'a', 'b'})) + attribute(1, {}) + attribute(1, bytes({'a', 0, 'b', 0}));
  AttributeReader reader(buffer.view());
  EXPECT_EQ(reader.next()->text().error().code, Code::Malformed);
  EXPECT_EQ(reader.next()->text().error().code, Code::Malformed);
  EXPECT_EQ(reader.next()->text().value(), "a");
}

TEST(MessageReader, ReadsTheMessagesOfADatagram) {
  const auto datagram = test::message(20, 0, 7, bytes({1, 2, 3})) + test::message(21, 2, 7, {});
  MessageReader reader(datagram.view());
  const auto first = reader.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->type, 20);
  EXPECT_EQ(first->payload.size(), 3U);
  const auto second = reader.next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->flags, 2);
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.malformed());
}

TEST(MessageReader, TellsEveryTruncationOfAMessage) {
  const auto datagram = test::message(20, 0, 7, bytes({1, 2, 3, 4}));
  for (std::size_t length = 1; length < datagram.data.size(); ++length) {
    MessageReader reader(datagram.view().first(length));
    EXPECT_FALSE(reader.next()) << length;
    EXPECT_TRUE(reader.malformed()) << length;
  }
}

TEST(GenlMessage, NeedsItsHeader) {
  const auto datagram = test::message(20, 0, 7, bytes({1, 2, 3}));
  MessageReader reader(datagram.view());
  EXPECT_EQ(genl_message(*reader.next()).error().code, Code::Malformed);
}

}  // namespace
}  // namespace nftrace
