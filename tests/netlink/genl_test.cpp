// SPDX-License-Identifier: GPL-2.0-or-later
#include "netlink/genl.h"

#include <gtest/gtest.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "support/bytes.h"

namespace nftrace {
namespace {

using test::attribute;
using test::bytes;
using test::number;
using test::text;

TEST(GenlFamily, IsReadWithItsGroups) {
  const auto group = attribute(CTRL_ATTR_MCAST_GRP_ID, number(std::uint32_t{11})) +
                     attribute(CTRL_ATTR_MCAST_GRP_NAME, text("rules"));
  const auto family = decode_family(
      (attribute(CTRL_ATTR_FAMILY_NAME, text("nftrace")) +
       attribute(CTRL_ATTR_FAMILY_ID, number(std::uint16_t{33})) +
       attribute(CTRL_ATTR_VERSION, number(std::uint32_t{1})) +
       attribute(CTRL_ATTR_MCAST_GROUPS | NLA_F_NESTED, attribute(1 | NLA_F_NESTED, group)))
          .view());
  ASSERT_TRUE(family);
  EXPECT_EQ(family->name, "nftrace");
  EXPECT_EQ(family->id, 33);
  EXPECT_EQ(family->group("rules"), 11U);
  EXPECT_FALSE(family->group("events"));
}

TEST(GenlFamily, RefusesAWrongLengthInAGroup) {
  const auto family =
      decode_family(attribute(CTRL_ATTR_MCAST_GROUPS, attribute(1, bytes({200, 0, 1, 0}))).view());
  ASSERT_FALSE(family);
  EXPECT_EQ(family.error().code, Code::Malformed);
}

// The running kernel has this family, whatever else it has.
TEST(GenlFamily, FindsTheControllerInTheRunningKernel) {
  auto socket = NetlinkSocket::open(NETLINK_GENERIC);
  ASSERT_TRUE(socket) << socket.error().what;
  const auto found = find_family(*socket, "nlctrl");
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(found->id, GENL_ID_CTRL);
  const auto absent = find_family(*socket, "no_such_family");
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().code, Code::NotFound);
}

}  // namespace
}  // namespace nftrace
