// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/last_packets.h"

#include <utility>

#include "cli/open_tap.h"

namespace nftrace::cli {
namespace {

/// Batches taken at once: more would keep the screen waiting.
constexpr int kBatchesAtMost = 16;

}  // namespace

LastPackets::LastPackets(Tap tap) : tap_(std::move(tap)), names_(EventNames::of_system()) {}

Result<LastPackets> LastPackets::open(const RuleName& rule) {
  TapOptions options;
  options.packets = rule;
  options.rate = kRate;
  auto tap = open_tap(options);
  if (!tap) return tl::unexpected(std::move(tap).error());
  return LastPackets(*std::move(tap));
}

Result<> LastPackets::take() {
  names_.refresh(std::chrono::steady_clock::now());
  ui::LineBuffer buffer;
  EventText text(
      buffer, {names_, WallClock::now(), [this](std::uint64_t place) { return tap_.place(place); },
               [this](std::uint32_t reason) { return tap_.reason(reason); }, false});
  std::vector<Event> batch;
  for (int batches = 0; batches < kBatchesAtMost; ++batches) {
    if (auto read = tap_.next(batch, std::chrono::milliseconds(0)); !read) return read;
    if (batch.empty()) return {};
    for (const Event& event : batch) {
      text.put(event);
      lines_.emplace_back(buffer.text().substr(0, buffer.size() - 1));
      buffer.clear();
      if (lines_.size() > kKept) lines_.pop_front();
    }
  }
  return {};
}

}  // namespace nftrace::cli
