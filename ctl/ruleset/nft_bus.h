// SPDX-License-Identifier: GPL-2.0-or-later
// Talks with nf_tables: dumps, the generation, transactions.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "netlink/attribute.h"
#include "netlink/socket.h"

namespace nftrace {

/// One message of nf_tables: which, of which family, its attributes.
struct NftMessage {
  std::uint16_t kind = 0;   ///< enum nf_tables_msg_types
  std::uint8_t family = 0;  ///< NFPROTO_*
  Bytes attributes;
};

/// nullopt when it is of another subsystem, or shorter than its header. Pure.
[[nodiscard]] std::optional<NftMessage> nft_message(const Message& message);

/// Called for each message that answers; what it fails with ends the call.
using OnNftMessage = std::function<Result<>(const NftMessage&)>;

class NftBus {
 public:
  /// Opens nothing that would make the kernel load nf_tables: NoModule when it
  /// is not there.
  [[nodiscard]] static Result<NftBus> open();

  /// The ruleset's generation: each commit by anybody in this network namespace
  /// changes it. Permission without CAP_NET_ADMIN.
  [[nodiscard]] Result<std::uint32_t> generation();

  /// All objects of a kind (NFT_MSG_GETTABLE, _GETCHAIN, _GETRULE) of all
  /// families. Interrupted when they changed meanwhile.
  [[nodiscard]] Result<> dump(std::uint16_t kind, const OnNftMessage& on_message);

  /// Sends a whole transaction, from its begin (sequence `first`) to its end;
  /// the message with sequence `last` asks for an ack. `on_echo` gets what the
  /// kernel echoes. The kernel does all of it or nothing.
  /// Errors: Interrupted when the generation in its begin is not the kernel's any
  /// more; otherwise the first message's error, by its errno in `sys`.
  [[nodiscard]] Result<> commit(Bytes transaction, std::uint32_t first, std::uint32_t last,
                                const OnNftMessage& on_echo);

 private:
  explicit NftBus(NetlinkSocket socket) : socket_(std::move(socket)) {}
  [[nodiscard]] Result<> request(std::uint16_t kind, std::uint16_t flags,
                                 const OnNftMessage& on_message);

  NetlinkSocket socket_;
  std::uint32_t sequence_ = 0;
};

}  // namespace nftrace
