// SPDX-License-Identifier: GPL-2.0-or-later
// Events as the module would send them.
#pragma once

#include <linux/nftrace.h>

#include "support/bytes.h"

namespace nftrace::test {

/// A record with its detail behind it, as it lies in a message.
struct DetailedRecord {
  nftrace_record head;
  nftrace_detail detail;
};
static_assert(sizeof(DetailedRecord) == sizeof(nftrace_record) + sizeof(nftrace_detail));

/// A record with what is common to all, and a verdict.
inline nftrace_record record(std::uint32_t seq, std::uint64_t time) {
  nftrace_record out{};
  out.time = time;
  out.seq = seq;
  out.size = sizeof(out);
  out.type = NFTRACE_RECORD_VERDICT;
  out.verdict = NFTRACE_VERDICT_ACCEPT;
  out.len = 60;
  return out;
}

/// `size` bytes of it, zeros where it has no more.
inline Buffer record_bytes(nftrace_record record, std::size_t size = sizeof(nftrace_record)) {
  record.size = static_cast<std::uint16_t>(size);
  Buffer buffer = number(record);
  buffer.data.resize(size);
  return buffer;
}

/// The attributes of one message.
inline Buffer events_bytes(std::uint32_t cpu, std::uint64_t lost, const Buffer& records) {
  return attribute(NFTRACE_EVENTS_A_CPU, number(cpu)) +
         attribute(NFTRACE_EVENTS_A_LOST, number(lost)) +
         attribute(NFTRACE_EVENTS_A_RECORDS, records);
}

}  // namespace nftrace::test
