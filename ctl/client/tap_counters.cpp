// SPDX-License-Identifier: GPL-2.0-or-later
#include "client/tap_counters.h"

#include <linux/nftrace.h>

namespace nftrace {
namespace {

/// All but DONE, which is a flag; bits count from SEEN.
constexpr unsigned kNumbers = 0x1bf;

/// Where a number of the reply belongs; null for what is none of them.
std::uint64_t* field_of(TapCounters& counters, std::uint16_t type) {
  switch (type) {
    case NFTRACE_TAP_A_SEEN: return &counters.seen;
    case NFTRACE_TAP_A_SKIPPED: return &counters.skipped;
    case NFTRACE_TAP_A_CROWDED: return &counters.crowded;
    case NFTRACE_TAP_A_RECORDS: return &counters.records;
    case NFTRACE_TAP_A_LOST: return &counters.lost;
    case NFTRACE_TAP_A_SENT: return &counters.sent;
    case NFTRACE_TAP_A_THINNED: return &counters.thinned;
    case NFTRACE_TAP_A_PAUSED: return &counters.paused;
    default: return nullptr;
  }
}

}  // namespace

Result<TapCounters> decode_tap(Bytes attributes) {
  TapCounters counters;
  unsigned numbers = 0;
  AttributeReader reader(attributes);
  while (auto attribute = reader.next()) {
    if (attribute->type == NFTRACE_TAP_A_DONE) counters.done = true;
    std::uint64_t* field = field_of(counters, attribute->type);
    if (field == nullptr) continue;
    auto number = attribute->u64();
    if (!number) return tl::unexpected(std::move(number).error());
    *field = *number;
    numbers |= 1U << (attribute->type - NFTRACE_TAP_A_SEEN);
  }
  if (reader.malformed() || numbers != kNumbers) {
    return fail(Code::Malformed, "a tap's counters are cut short");
  }
  return counters;
}

std::uint64_t TapCounters::told() const {
  const std::uint64_t untold = skipped + crowded;
  return seen > untold ? seen - untold : 0;
}

std::uint64_t TapCounters::buffered() const {
  const std::uint64_t gone = sent + lost;
  return records > gone ? records - gone : 0;
}

}  // namespace nftrace
