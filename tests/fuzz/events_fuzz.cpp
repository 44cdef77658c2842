// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes as messages of a tap: what is decoded is counted, merged and handed out.
#include <cstdint>
#include <cstdlib>
#include <limits>

#include "client/event_lanes.h"
#include "client/tap_counters.h"

namespace {

/// Reads all of a record, so that the sanitizer sees what is not there.
void touch(const nftrace_record& record) {
  std::uint8_t sum = record.family;
  for (const std::byte byte : nftrace::snap_of(record)) sum ^= std::to_integer<std::uint8_t>(byte);
  for (const std::uint8_t byte : nftrace::detail_of(record).reply.dst) sum ^= byte;
  static volatile std::uint8_t sink;
  sink = sum;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nftrace::MessageReader reader(std::as_bytes(std::span(data, size)));
  nftrace::EventLanes kept;
  nftrace::EventLanes counted;
  while (auto message = reader.next()) {
    const auto generic = nftrace::genl_message(*message);
    if (!generic) continue;
    (void)nftrace::decode_tap(generic->attributes);
    const auto events = nftrace::decode_events(generic->attributes);
    if (!events) continue;
    const bool added = kept.add(*events).has_value();
    if (counted.count(*events).has_value() != added) std::abort();
    if (!added) return 0;
  }
  std::vector<nftrace::Event> batch;
  kept.give(std::numeric_limits<std::uint64_t>::max() / 2, batch);
  kept.give(std::numeric_limits<std::uint64_t>::max(), batch);
  for (const nftrace::Event& event : batch) {
    if (event.record != nullptr) touch(*event.record);
  }
  const auto& one = kept.received();
  const auto& other = counted.received();
  const bool same = one.records == other.records && one.gaps == other.gaps &&
                    one.verdicts == other.verdicts && one.hits == other.hits;
  if (!same || kept.kept_bytes() != 0 || kept.oldest()) std::abort();
  return 0;
}
