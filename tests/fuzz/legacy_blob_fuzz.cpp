// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes as the entries of a legacy table; the first one picks the family
// and the next ones where the built-in chains begin.
#include <cstdint>
#include <cstdlib>

#include "ruleset/legacy_blob.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto bytes = std::as_bytes(std::span(data, size));
  if (bytes.size() < 4) return 0;
  const auto family = data[0] % 2 == 0 ? nftrace::Family::Ipv4 : nftrace::Family::Ipv6;
  nftrace::LegacyInfo info;
  info.valid_hooks = data[1];
  info.hook_entry[1] = data[2] * 8U;
  info.hook_entry[2] = data[3] * 8U;
  const auto read = nftrace::walk_legacy_table(family, "filter", info, bytes.subspan(4));
  // A table can't have more rules than entries fit into its bytes.
  if (read && read->places.size() > size / 100) std::abort();
  return 0;
}
