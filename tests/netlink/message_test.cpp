// SPDX-License-Identifier: GPL-2.0-or-later
#include "netlink/message.h"

#include <gtest/gtest.h>
#include <linux/netlink.h>

namespace nftrace {
namespace {

TEST(MessageBuilder, WritesWhatTheReaderReads) {
  MessageBuilder builder(25, NLM_F_ACK, 3, 1);
  builder.put_u32(2, 65537).put_text(3, "web").put_flag(4);
  builder.set_sequence(9);

  MessageReader messages(builder.bytes());
  const auto message = messages.next();
  ASSERT_TRUE(message);
  EXPECT_EQ(message->type, 25);
  EXPECT_EQ(message->flags, NLM_F_REQUEST | NLM_F_ACK);
  EXPECT_EQ(message->seq, 9U);
  const auto generic = genl_message(*message);
  ASSERT_TRUE(generic);
  EXPECT_EQ(generic->command, 3);

  AttributeReader attributes(generic->attributes);
  EXPECT_EQ(attributes.next()->u32().value(), 65537U);
  EXPECT_EQ(attributes.next()->text().value(), "web");
  const auto flag = attributes.next();
  ASSERT_TRUE(flag);
  EXPECT_EQ(flag->type, 4);
  EXPECT_TRUE(flag->payload.empty());
  EXPECT_FALSE(attributes.next());
  EXPECT_FALSE(attributes.malformed());
}

}  // namespace
}  // namespace nftrace
