// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/rates.h"

#include <algorithm>

namespace nftrace::cli {

void RateMeter::sample(std::uint64_t hits, std::uint64_t bytes, Clock::time_point at) {
  const Sample now{hits, bytes, at};
  if (!last_ || hits < last_->hits || bytes < last_->bytes) {
    base_ = now;
    rate_.reset();
  }
  last_ = now;
}

void RateMeter::tick(Clock::time_point now, std::chrono::milliseconds interval) {
  if (!last_) return;
  const bool moved = last_->at > base_->at;
  if (!moved) {
    const bool maybe_late = now - base_->at < interval * 5 / 4;
    if (maybe_late) return;
    // Known to stand still since: the next change is measured from here.
    rate_ = Rate{};
    base_->at = last_->at = now;
    return;
  }
  // With another reader's shorter interval the last sample may come soon after
  // the base and be the only one: half an interval keeps that from being blown up.
  const std::chrono::duration<double> passed =
      std::max<Clock::duration>(last_->at - base_->at, interval / 2);
  rate_ = Rate{static_cast<double>(last_->hits - base_->hits) / passed.count(),
               static_cast<double>(last_->bytes - base_->bytes) / passed.count()};
  base_ = last_;
}

}  // namespace nftrace::cli
