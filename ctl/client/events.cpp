// SPDX-License-Identifier: GPL-2.0-or-later
#include "client/events.h"

#include <cstddef>
#include <cstring>
#include <utility>

namespace nftrace {
namespace {

/// Records of every type, future ones too, are alike up to here.
constexpr std::size_t kHead = offsetof(nftrace_record, verdict) + 1;
static_assert(kHead == 32 && sizeof(nftrace_record) == 104 && sizeof(nftrace_detail) == 120);

Error malformed(const char* what) { return Error{Code::Malformed, 0, what, {}}; }

template <class T>
T read_field(Bytes record, std::size_t offset) {
  T value;
  std::memcpy(&value, record.data() + offset, sizeof(value));
  return value;
}

/// A nest with a number and a text: Malformed unless the number is there.
struct NamedNumber {
  std::uint64_t number = 0;
  std::string name;
};

Result<NamedNumber> decode_name(Bytes attributes, std::uint16_t number_type,
                                std::uint16_t text_type) {
  NamedNumber out;
  bool numbered = false;
  AttributeReader reader(attributes);
  while (auto attribute = reader.next()) {
    if (attribute->type == number_type) {
      const bool small = number_type == NFTRACE_PLACE_A_REASON;
      auto number = small ? attribute->u32().map([](std::uint32_t n) { return std::uint64_t{n}; })
                          : attribute->u64();
      if (!number) return tl::unexpected(std::move(number).error());
      out.number = *number;
      numbered = true;
    } else if (attribute->type == text_type) {
      auto text = attribute->text();
      if (!text) return tl::unexpected(std::move(text).error());
      out.name = *std::move(text);
    }
  }
  if (reader.malformed() || !numbered) return tl::unexpected(malformed("a name is cut short"));
  return out;
}

Result<> take(const Attribute& attribute, EventsMessage& message) {
  switch (attribute.type) {
    case NFTRACE_EVENTS_A_CPU:
      return attribute.u32().map([&](std::uint32_t cpu) { message.cpu = cpu; });
    case NFTRACE_EVENTS_A_LOST:
      return attribute.u64().map([&](std::uint64_t lost) { message.lost = lost; });
    case NFTRACE_EVENTS_A_PAUSED:
      return attribute.u64().map([&](std::uint64_t paused) { message.paused = paused; });
    case NFTRACE_EVENTS_A_PLACE:
      return decode_name(attribute.payload, NFTRACE_PLACE_A_COUNT, NFTRACE_PLACE_A_SYMBOL)
          .map([&](NamedNumber place) {
            message.places.push_back({place.number, std::move(place.name)});
          });
    case NFTRACE_EVENTS_A_REASON:
      return decode_name(attribute.payload, NFTRACE_PLACE_A_REASON, NFTRACE_PLACE_A_REASON_NAME)
          .map([&](NamedNumber reason) {
            message.reasons.push_back(
                {static_cast<std::uint32_t>(reason.number), std::move(reason.name)});
          });
    case NFTRACE_EVENTS_A_RECORDS:
      if (message.records.data() != nullptr) {
        return tl::unexpected(malformed("a message with two lists of records"));
      }
      message.records = attribute.payload;
      return {};
    default: return {};
  }
}

/// Bytes of a record in front of its piece of the packet.
constexpr std::size_t snap_offset(std::uint32_t flags) {
  const bool detail = (flags & NFTRACE_RECORD_DETAIL) != 0;
  return sizeof(nftrace_record) + (detail ? sizeof(nftrace_detail) : 0);
}

}  // namespace

Result<EventsMessage> decode_events(Bytes attributes) {
  EventsMessage message;
  message.cpu = kCpusAtMost;
  AttributeReader reader(attributes);
  while (auto attribute = reader.next()) {
    if (auto taken = take(*attribute, message); !taken) {
      return tl::unexpected(std::move(taken).error());
    }
  }
  if (reader.malformed()) return tl::unexpected(malformed("events: a length is wrong"));
  if (message.cpu >= kCpusAtMost) return tl::unexpected(malformed("events of no known CPU"));
  return message;
}

const nftrace_detail& detail_of(const nftrace_record& record) {
  static constexpr nftrace_detail kNone{};
  if ((record.flags & NFTRACE_RECORD_DETAIL) == 0) return kNone;
  return *reinterpret_cast<const nftrace_detail*>(&record + 1);
}

Bytes snap_of(const nftrace_record& record) {
  const auto* begin = reinterpret_cast<const std::byte*>(&record);
  return {begin + snap_offset(record.flags), record.snaplen};
}

std::optional<RecordHead> RecordReader::next() {
  if (malformed_ || rest_.empty()) return std::nullopt;
  malformed_ = true;
  if (rest_.size() < kHead) return std::nullopt;
  const auto size = read_field<std::uint16_t>(rest_, offsetof(nftrace_record, size));
  if (size < kHead || size % 8 != 0 || size > rest_.size()) return std::nullopt;

  RecordHead head;
  head.type = read_field<std::uint8_t>(rest_, offsetof(nftrace_record, type));
  if (is_known(head.type)) {
    if (size < sizeof(nftrace_record)) return std::nullopt;
    const auto flags = read_field<std::uint32_t>(rest_, offsetof(nftrace_record, flags));
    const auto snap = read_field<std::uint16_t>(rest_, offsetof(nftrace_record, snaplen));
    if (snap_offset(flags) + snap > size) return std::nullopt;
  }
  malformed_ = false;
  head.time = read_field<std::uint64_t>(rest_, offsetof(nftrace_record, time));
  head.seq = read_field<std::uint32_t>(rest_, offsetof(nftrace_record, seq));
  head.bytes = rest_.first(size);
  rest_ = rest_.subspan(size);
  return head;
}

}  // namespace nftrace
