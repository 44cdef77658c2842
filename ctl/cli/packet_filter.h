// SPDX-License-Identifier: GPL-2.0-or-later
// Packet filters as tcpdump has them.
#pragma once

#include <string>

#include "client/tap.h"

namespace nftrace::cli {

/// The program of a pcap-filter(7) expression, for packets that begin with their
/// IP header, of both families. Usage with libpcap's own words when it is none,
/// when it can match nothing, and when it needs more instructions than the module
/// takes. Names of hosts are looked up as libpcap does.
[[nodiscard]] Result<PacketFilter> compile_filter(const std::string& expression);

}  // namespace nftrace::cli
