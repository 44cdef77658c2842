// SPDX-License-Identifier: GPL-2.0-or-later
#include "client/event_lanes.h"

#include <algorithm>
#include <cstring>

namespace nftrace {
namespace {

/// What a walk through a message ended with.
Result<> whole(const RecordReader& reader) {
  if (reader.malformed()) return fail(Code::Malformed, "a record's length is wrong");
  return {};
}

unsigned verdict_of(const RecordHead& head) {
  return std::to_integer<unsigned>(head.bytes[offsetof(nftrace_record, verdict)]);
}

std::uint32_t length_of(const RecordHead& head) {
  std::uint32_t length;
  std::memcpy(&length, head.bytes.data() + offsetof(nftrace_record, len), sizeof(length));
  return length;
}

}  // namespace

std::uint64_t EventLanes::Lane::time() const {
  std::uint64_t time;
  std::memcpy(&time, data.data() + from + offsetof(nftrace_record, time), sizeof(time));
  return time;
}

void EventLanes::account(const RecordHead& head) {
  ++received_.records;
  if (head.type == NFTRACE_RECORD_VERDICT) {
    ++received_.verdicts;
    received_.accepts += verdict_of(head) == NFTRACE_VERDICT_ACCEPT ? 1 : 0;
    received_.bytes += length_of(head);
  } else if (head.type == NFTRACE_RECORD_HIT) {
    ++received_.hits;
  } else if (head.type == NFTRACE_RECORD_FATE) {
    ++received_.fates;
  } else {
    ++received_.unknown;
  }
}

Result<> EventLanes::add(const EventsMessage& message) {
  RecordReader reader(message.records);
  while (auto head = reader.next()) account(*head);
  if (auto checked = whole(reader); !checked) return checked;

  Lane& lane = lanes_[message.cpu];
  lane.lost = message.lost;
  lane.paused = message.paused;
  if (lane.empty()) {
    lane.data.clear();
    lane.from = 0;
  } else if (lane.from > lane.data.size() / 2) {
    lane.data.erase(lane.data.begin(), lane.data.begin() + static_cast<std::ptrdiff_t>(lane.from));
    lane.from = 0;
  }
  lane.data.insert(lane.data.end(), message.records.begin(), message.records.end());
  return {};
}

Result<> EventLanes::count(const EventsMessage& message) {
  Lane& lane = lanes_[message.cpu];
  lane.lost = message.lost;
  lane.paused = message.paused;
  RecordReader reader(message.records);
  while (auto head = reader.next()) {
    account(*head);
    received_.gaps += static_cast<std::uint32_t>(head->seq - lane.seq);
    lane.seq = head->seq + 1;
  }
  return whole(reader);
}

void EventLanes::hand_out(std::uint32_t cpu, Lane& lane, std::vector<Event>& batch) {
  const auto* record = reinterpret_cast<const nftrace_record*>(lane.data.data() + lane.from);
  // Sequence numbers wrap, and so does their difference.
  if (const std::uint32_t missing = record->seq - lane.seq; missing != 0) {
    received_.gaps += missing;
    batch.push_back({cpu, missing, nullptr});
  }
  lane.seq = record->seq + 1;
  lane.from += record->size;
  if (is_known(record->type)) batch.push_back({cpu, 0, record});
}

void EventLanes::give(std::uint64_t until, std::vector<Event>& batch) {
  heads_.clear();
  for (auto& [cpu, lane] : lanes_) {
    if (!lane.empty()) heads_.push_back({lane.time(), cpu, &lane});
  }
  std::make_heap(heads_.begin(), heads_.end());
  while (!heads_.empty() && heads_.front().time <= until) {
    std::pop_heap(heads_.begin(), heads_.end());
    Head head = heads_.back();
    heads_.pop_back();
    const std::uint64_t stop = heads_.empty() ? until : std::min(until, heads_.front().time);
    do {
      hand_out(head.cpu, *head.lane, batch);
    } while (!head.lane->empty() && head.lane->time() <= stop);
    if (head.lane->empty()) continue;
    head.time = head.lane->time();
    heads_.push_back(head);
    std::push_heap(heads_.begin(), heads_.end());
  }
  // Where in the stream no record says: it is told behind what there is.
  for (auto& [cpu, lane] : lanes_) {
    if (lane.paused > lane.paused_told) {
      batch.push_back({cpu, 0, nullptr, lane.paused - lane.paused_told});
    }
    lane.paused_told = lane.paused;
  }
}

std::optional<std::uint64_t> EventLanes::oldest() const {
  std::optional<std::uint64_t> oldest;
  for (const auto& [cpu, lane] : lanes_) {
    if (!lane.empty() && (!oldest || lane.time() < *oldest)) oldest = lane.time();
  }
  return oldest;
}

std::size_t EventLanes::kept_bytes() const {
  std::size_t bytes = 0;
  for (const auto& [cpu, lane] : lanes_) bytes += lane.data.size() - lane.from;
  return bytes;
}

std::uint64_t EventLanes::paused() const {
  std::uint64_t paused = 0;
  for (const auto& [cpu, lane] : lanes_) paused += lane.paused;
  return paused;
}

std::uint64_t EventLanes::lost() const {
  std::uint64_t lost = 0;
  for (const auto& [cpu, lane] : lanes_) lost += lane.lost;
  return lost;
}

}  // namespace nftrace
