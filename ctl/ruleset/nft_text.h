// SPDX-License-Identifier: GPL-2.0-or-later
// What an nft rule says, whoever wrote it and whenever: to know it again after a
// reload gave it another handle.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "netlink/attribute.h"

namespace nftrace {

/// A number that is the same for two rules of a chain exactly if they say the
/// same: expressions and comment. What changes by itself counts for nothing:
/// values of counters and quotas, the kernel's id of an NFTRACE rule, the number
/// in the name of an unnamed set. `attributes` are those of NFT_MSG_NEWRULE; any
/// bytes are safe. Pure.
[[nodiscard]] std::uint64_t text_of_rule(Bytes attributes);

/// The attributes that make the same rule again: its expressions, with counters
/// where they stand now, its comment, and for matches of iptables the protocol. Pure.
[[nodiscard]] std::vector<std::byte> copy_of_rule(Bytes attributes);

/// The attributes of a rule with nothing but the NFTRACE target of this one, id
/// included: it shares the other's object. Empty when it has no such target. Pure.
[[nodiscard]] std::vector<std::byte> target_of_rule(Bytes attributes);

}  // namespace nftrace
