// SPDX-License-Identifier: GPL-2.0-or-later
// Generic netlink families: from a name to the numbers of the running kernel.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "netlink/exchange.h"

namespace nftrace {

struct GenlGroup {
  std::string name;
  std::uint32_t id = 0;
};

struct GenlFamily {
  std::uint16_t id = 0;
  std::string name;
  std::uint32_t version = 0;
  std::vector<GenlGroup> groups;

  [[nodiscard]] std::optional<std::uint32_t> group(std::string_view group_name) const;
};

/// Looks through the families that are there. Never makes the kernel load a
/// module: for all commands that only read. NotFound when it is not there.
[[nodiscard]] Result<GenlFamily> find_family(NetlinkSocket& socket, std::string_view name);

/// Asks for the family by its name: a kernel that does not have it loads the
/// module that provides it. NotFound when there is none.
[[nodiscard]] Result<GenlFamily> load_family(NetlinkSocket& socket, std::string_view name);

/// One family out of the controller's answer. Pure.
[[nodiscard]] Result<GenlFamily> decode_family(Bytes attributes);

}  // namespace nftrace
