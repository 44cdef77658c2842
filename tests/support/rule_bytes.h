// SPDX-License-Identifier: GPL-2.0-or-later
// Rules as the module would send them.
#pragma once

#include <linux/nftrace.h>

#include "support/bytes.h"

namespace nftrace::test {

/// What every rule has.
inline Buffer rule_bytes(std::uint32_t id, std::uint64_t hits, std::uint64_t bytes) {
  return attribute(NFTRACE_RULE_A_ID, number(id)) + attribute(NFTRACE_RULE_A_HITS, number(hits)) +
         attribute(NFTRACE_RULE_A_BYTES, number(bytes));
}

/// All that make the books; those not named are 0.
inline Buffer verdict_bytes(std::uint64_t accept, std::uint64_t drop, std::uint64_t open) {
  const std::uint64_t none = 0;
  return attribute(NFTRACE_RULE_A_ACCEPT, number(accept)) +
         attribute(NFTRACE_RULE_A_DROP, number(drop)) +
         attribute(NFTRACE_RULE_A_STOLEN, number(none)) +
         attribute(NFTRACE_RULE_A_LOST, number(none)) +
         attribute(NFTRACE_RULE_A_UNTRACKED, number(none)) +
         attribute(NFTRACE_RULE_A_COUNT_ONLY, number(none)) +
         attribute(NFTRACE_RULE_A_OPEN, number(open));
}

}  // namespace nftrace::test
