// SPDX-License-Identifier: GPL-2.0-or-later
// Reads legacy tables from the kernel.
#pragma once

#include <string>
#include <vector>

#include "netlink/result.h"
#include "ruleset/legacy_blob.h"
#include "ruleset/place.h"

namespace nftrace {

/// The legacy tables that exist in this network namespace, from
/// /proc/net/ip_tables_names or ip6_tables_names; none where there is no such
/// file. Family is Ipv4 or Ipv6. Permission when the file may not be read.
[[nodiscard]] Result<std::vector<std::string>> legacy_tables(Family family);

/// Reads one of them. Ask for listed tables only: the kernel creates a table
/// that does not exist when it is asked about.
/// Errors: Permission without CAP_NET_ADMIN; Interrupted when its size changed
/// for ten reads; Malformed.
[[nodiscard]] Result<LegacyTable> read_legacy_table(Family family, const std::string& table);

}  // namespace nftrace
