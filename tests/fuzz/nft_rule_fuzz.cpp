// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes as a datagram of nf_tables: tables, chains and rules are decoded.
#include <cstdint>
#include <cstdlib>

#include "ruleset/nft_ruleset.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  nftrace::MessageReader reader(std::as_bytes(std::span(data, size)));
  while (auto message = reader.next()) {
    const auto nft = nftrace::nft_message(*message);
    if (!nft) continue;
    (void)nftrace::decode_nft_table(*nft);
    (void)nftrace::decode_nft_chain(*nft);
    const auto rule = nftrace::decode_nft_rule(*nft);
    if (rule && (rule->table.empty() || rule->handle == 0)) std::abort();
  }
  return 0;
}
