// SPDX-License-Identifier: GPL-2.0-or-later
// Any bytes as a datagram of the family: acks, families, rules and changes are
// decoded, and what was decoded is shown.
#include <cstdint>
#include <cstdlib>

#include "client/decode.h"
#include "netlink/exchange.h"
#include "netlink/genl.h"
#include "ui/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto datagram = std::as_bytes(std::span(data, size));
  nftrace::MessageReader reader(datagram);
  while (auto message = reader.next()) {
    (void)nftrace::ack_of(*message);
    const auto generic = nftrace::genl_message(*message);
    if (!generic) continue;
    (void)nftrace::decode_family(generic->attributes);
    (void)nftrace::decode_info(generic->attributes);
    const auto rule = nftrace::decode_rule(generic->attributes);
    if (!rule) continue;
    for (const char character : nftrace::ui::escape(rule->label)) {
      const auto byte = static_cast<unsigned char>(character);
      if (byte < 0x20 || byte == 0x7f) std::abort();
    }
    (void)nftrace::decode_changes(datagram, message->type);
  }
  return 0;
}
