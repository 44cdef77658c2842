// SPDX-License-Identifier: GPL-2.0-or-later
// From the family's attributes to values. Pure: bytes in, values out.
#pragma once

#include <vector>

#include "client/rule_counters.h"
#include "netlink/attribute.h"

namespace nftrace {

/// A rule object. Attributes that are not known are skipped, so that a newer
/// module can be read. Malformed when a length or a text is wrong, when the id
/// or the hits are missing, or when only some of the verdicts are there.
[[nodiscard]] Result<RuleCounters> decode_rule(Bytes attributes);

/// INFO_GET's reply. Malformed as above; what an older module does not send
/// stays 0.
[[nodiscard]] Result<ModuleInfo> decode_info(Bytes attributes);

/// A datagram of group "rules".
struct RuleChanges {
  std::uint32_t sequence = 0;  ///< counts datagrams in this network namespace
  std::vector<RuleCounters> rules;
};

/// `family` is the family's number; messages of others are skipped.
[[nodiscard]] Result<RuleChanges> decode_changes(Bytes datagram, std::uint16_t family);

}  // namespace nftrace
