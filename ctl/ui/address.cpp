// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/address.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

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

/// The digits of each byte and a dot, and how long that is.
struct Octets {
  std::array<std::array<char, 4>, 256> text{};
  std::array<std::uint8_t, 256> length{};
};

constexpr auto kOctets = [] {
  Octets octets;
  for (unsigned value = 0; value < octets.text.size(); ++value) {
    std::array<char, 4>& text = octets.text[value];
    std::uint8_t& length = octets.length[value];
    if (value >= 100) text[length++] = static_cast<char>('0' + value / 100);
    if (value >= 10) text[length++] = static_cast<char>('0' + value / 10 % 10);
    text[length++] = static_cast<char>('0' + value % 10);
    text[length++] = '.';
  }
  return octets;
}();

}  // namespace

char* write_ipv4(char* at, const std::uint8_t* address) {
  for (int byte = 0; byte < 4; ++byte) {
    const std::uint8_t value = address[byte];
    std::memcpy(at, kOctets.text[value].data(), 4);
    at += kOctets.length[value];
  }
  // Without the last dot.
  return at - 1;
}

char* write_ipv6(char* at, const std::uint8_t* address) {
  std::array<unsigned, kGroups> groups;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    groups[group] = static_cast<unsigned>(address[2 * group]) << 8 | address[2 * group + 1];
  }
  const bool mapped = groups[5] == 0xffff && std::all_of(groups.begin(), groups.begin() + 5,
                                                         [](unsigned group) { return group == 0; });
  if (mapped) {
    std::memcpy(at, "::ffff:", 7);
    return write_ipv4(at + 7, address + 12);
  }
  const Run run = longest_run(groups);
  for (int group = 0; group < kGroups; ++group) {
    if (group == run.from) {
      *at++ = ':';
      *at++ = ':';
      group += run.length - 1;
      continue;
    }
    if (group != 0 && group != run.from + run.length) *at++ = ':';
    at = std::to_chars(at, at + 4, groups[static_cast<std::size_t>(group)], 16).ptr;
  }
  return at;
}

}  // namespace nftrace::ui
