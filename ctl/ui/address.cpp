// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/address.h"

#include <algorithm>
#include <array>

namespace nftrace::ui {
namespace {

constexpr int kGroups = 8;

struct Run {
  int from = kGroups;
  int length = 0;
};

/// The longest run of zeros, the first of equals; none when it is one group only.
Run longest_run(const std::array<unsigned, kGroups>& groups) {
  Run best;
  Run now;
  for (int at = 0; at < kGroups; ++at) {
    if (groups[static_cast<std::size_t>(at)] != 0) {
      now = {};
      continue;
    }
    if (now.length == 0) now.from = at;
    ++now.length;
    if (now.length > best.length) best = now;
  }
  return best.length > 1 ? best : Run{};
}

/// A byte's decimal digits and a dot.
struct Octet {
  std::array<char, 4> text{};
  std::uint8_t length = 0;
};

constexpr auto kOctets = [] {
  std::array<Octet, 256> octets{};
  for (unsigned value = 0; value < octets.size(); ++value) {
    Octet& octet = octets[value];
    if (value >= 100) octet.text[octet.length++] = static_cast<char>('0' + value / 100);
    if (value >= 10) octet.text[octet.length++] = static_cast<char>('0' + value / 10 % 10);
    octet.text[octet.length++] = static_cast<char>('0' + value % 10);
    octet.text[octet.length++] = '.';
  }
  return octets;
}();

}  // namespace

void put_ipv4(LineBuffer& buffer, const std::uint8_t* address) {
  constexpr std::size_t kLongest = 16;
  char* at = buffer.room(kLongest);
  for (int byte = 0; byte < 4; ++byte) {
    const Octet& octet = kOctets[address[byte]];
    std::memcpy(at, octet.text.data(), octet.text.size());
    at += octet.length;
  }
  // Without the last dot.
  buffer.advance_to(at - 1);
}

void put_ipv6(LineBuffer& buffer, const std::uint8_t* address) {
  std::array<unsigned, kGroups> groups;
  for (std::size_t at = 0; at < groups.size(); ++at) {
    groups[at] = static_cast<unsigned>(address[2 * at]) << 8 | address[2 * at + 1];
  }
  const bool mapped = groups[5] == 0xffff && std::all_of(groups.begin(), groups.begin() + 5,
                                                         [](unsigned group) { return group == 0; });
  if (mapped) {
    buffer.put(std::string_view("::ffff:"));
    put_ipv4(buffer, address + 12);
    return;
  }
  const Run run = longest_run(groups);
  for (int at = 0; at < kGroups; ++at) {
    if (at == run.from) {
      buffer.put(std::string_view("::"));
      at += run.length - 1;
      continue;
    }
    if (at != 0 && at != run.from + run.length) buffer.put(':');
    buffer.put_hex(groups[static_cast<std::size_t>(at)]);
  }
}

}  // namespace nftrace::ui
