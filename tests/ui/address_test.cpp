// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <array>
#include <random>

namespace nftrace::ui {
namespace {

std::string ipv4(const std::array<std::uint8_t, 4>& address) {
  LineBuffer buffer;
  put_ipv4(buffer, address.data());
  return std::string(buffer.text());
}

std::string ipv6(const std::array<std::uint8_t, 16>& address) {
  LineBuffer buffer;
  put_ipv6(buffer, address.data());
  return std::string(buffer.text());
}

std::array<std::uint8_t, 16> parse(const char* text) {
  std::array<std::uint8_t, 16> address{};
  EXPECT_EQ(inet_pton(AF_INET6, text, address.data()), 1) << text;
  return address;
}

TEST(Address, OfIpv4HasNoZerosInFront) {
  EXPECT_EQ(ipv4({0, 0, 0, 0}), "0.0.0.0");
  EXPECT_EQ(ipv4({192, 0, 2, 10}), "192.0.2.10");
  EXPECT_EQ(ipv4({255, 100, 99, 255}), "255.100.99.255");
}

TEST(Address, OfIpv6IsAsShortAsTheStandardWants) {
  for (const char* text : {"::", "::1", "1::", "2001:db8::1", "fe80::1:2:3:4", "1:2:3:4:5:6:7:8",
                           "1:0:3:4:5:6:7:8", "1:0:0:4::8", "1::4:0:0:7:8", "::2:3:4:5:6:7",
                           "1:2:3:4:5:6::", "::ffff:192.0.2.1", "ff02::1:ff00:1"}) {
    EXPECT_EQ(ipv6(parse(text)), text);
  }
}

TEST(Address, OfIpv6IsReadBackAsItself) {
  std::mt19937 random(6);
  for (int round = 0; round < 20000; ++round) {
    std::array<std::uint8_t, 16> address{};
    for (std::uint8_t& byte : address) {
      byte = random() % 3 == 0 ? static_cast<std::uint8_t>(random()) : 0;
    }
    ASSERT_EQ(parse(ipv6(address).c_str()), address) << ipv6(address);
  }
}

}  // namespace
}  // namespace nftrace::ui
