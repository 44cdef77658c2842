// SPDX-License-Identifier: GPL-2.0-or-later
// Counters in tables of /proc/net, where a line of titles stands above its values.
#pragma once

#include <cstdint>
#include <string>

#include "doctor/machine.h"

namespace nftrace::doctor {

/// The sum of a column of /proc/net/stat/...: a line of titles, then one for each CPU,
/// hexadecimal. 0 when there is no such file or column.
[[nodiscard]] std::uint64_t sum_column(const Machine& machine, const std::string& path,
                                       const std::string& name);

/// One number of /proc/net/snmp or netstat: `group` ("Ip:") begins a line of titles and
/// the line of its values, decimal. 0 when there is no such file, group or name.
[[nodiscard]] std::uint64_t named_counter(const Machine& machine, const std::string& path,
                                          const std::string& group, const std::string& name);

}  // namespace nftrace::doctor
