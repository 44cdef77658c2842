// SPDX-License-Identifier: GPL-2.0-or-later
// Lines of source for the places where packets ended.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "doctor/machine.h"
#include "symbols/resolver.h"

namespace nftrace::cli {

/// Asks once for each place, which takes up to a second; what is looked up for all of
/// them is read when it is made.
class SourceLines {
 public:
  explicit SourceLines(doctor::Machine machine);
  SourceLines(const SourceLines&) = delete;
  SourceLines& operator=(const SourceLines&) = delete;

  /// "net/ipv4/udp.c:2112" for the place `number` that the kernel calls `symbol`;
  /// empty where no debug information tells. Valid as long as this object.
  [[nodiscard]] std::string_view of(std::uint64_t number, std::string_view symbol);

 private:
  doctor::Machine machine_;
  symbols::Resolver resolver_;
  std::unordered_map<std::uint64_t, std::string> lines_;
};

}  // namespace nftrace::cli
