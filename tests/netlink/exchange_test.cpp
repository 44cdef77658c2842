// SPDX-License-Identifier: GPL-2.0-or-later
#include "netlink/exchange.h"

#include <gtest/gtest.h>
#include <linux/netlink.h>

#include <cerrno>
#include <climits>

#include "support/bytes.h"

namespace nftrace {
namespace {

using test::attribute;
using test::Buffer;
using test::bytes;
using test::message;
using test::number;
using test::text;

Result<> read_ack(const Buffer& datagram) {
  MessageReader reader(datagram.view());
  return ack_of(*reader.next());
}

Buffer request_header(std::uint32_t length) {
  return number(length) + number(std::uint16_t{20}) + number(std::uint16_t{5}) +
         number(std::uint32_t{1}) + number(std::uint32_t{0});
}

TEST(Ack, IsNoErrorWhenTheNumberIsZero) {
  EXPECT_TRUE(read_ack(message(NLMSG_ERROR, 0, 1, number(0) + request_header(16))));
}

TEST(Ack, TellsTheTextOfTheKernel) {
  const auto datagram = message(NLMSG_ERROR, NLM_F_CAPPED | NLM_F_ACK_TLVS, 1,
                                number(-ERANGE) + request_header(40) +
                                    attribute(NLMSGERR_ATTR_MSG, text("interval is 10 to 60000")));
  const auto ack = read_ack(datagram);
  ASSERT_FALSE(ack);
  EXPECT_EQ(ack.error().what, "interval is 10 to 60000");
  EXPECT_EQ(ack.error().sys, ERANGE);
  EXPECT_EQ(ack.error().code, Code::Usage);
}

TEST(Ack, FindsTheTextBehindAnUncappedRequest) {
  const auto datagram =
      message(NLMSG_ERROR, NLM_F_ACK_TLVS, 1,
              number(-ENOENT) + request_header(24) + bytes({1, 2, 3, 4, 5, 6, 7, 8}) +
                  attribute(NLMSGERR_ATTR_MSG, text("no such rule")));
  const auto ack = read_ack(datagram);
  ASSERT_FALSE(ack);
  EXPECT_EQ(ack.error().what, "no such rule");
  EXPECT_EQ(ack.error().code, Code::NotFound);
}

TEST(Ack, GivesTheSystemsReasonWhenThereIsNoText) {
  const auto ack = read_ack(message(NLMSG_ERROR, 0, 1, number(-EPERM) + request_header(16)));
  ASSERT_FALSE(ack);
  EXPECT_EQ(ack.error().what, "Operation not permitted");
  EXPECT_EQ(ack.error().code, Code::Permission);
}

TEST(Ack, RefusesWhatIsNoErrno) {
  for (const int value : {1, -4096, INT_MIN}) {
    const auto ack = read_ack(message(NLMSG_ERROR, 0, 1, number(value) + request_header(16)));
    ASSERT_FALSE(ack);
    EXPECT_EQ(ack.error().code, Code::Malformed);
  }
}

TEST(Ack, RefusesOneThatIsCut) {
  const auto ack = read_ack(message(NLMSG_ERROR, 0, 1, number(-EPERM)));
  ASSERT_FALSE(ack);
  EXPECT_EQ(ack.error().code, Code::Malformed);
}

TEST(Ack, SurvivesARequestThatClaimsMoreThanThereIs) {
  for (const std::uint32_t length : {0U, 3U, 15U, 17U, 0xfffffffcU, 0xffffffffU}) {
    const auto ack =
        read_ack(message(NLMSG_ERROR, NLM_F_ACK_TLVS, 1, number(-EINVAL) + request_header(length)));
    ASSERT_FALSE(ack);
    EXPECT_EQ(ack.error().sys, EINVAL);
  }
}

}  // namespace
}  // namespace nftrace
