// SPDX-License-Identifier: GPL-2.0-or-later
// Builds the bytes of one nf_tables transaction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "netlink/attribute.h"

struct nftnl_rule;

namespace nftrace {

/// Begin, messages, end: all of it happens in the kernel, or nothing. Its messages
/// have the sequence numbers first() to last() and then the end's.
class NftTransaction {
 public:
  /// The kernel refuses it when its ruleset is not of this generation any more.
  explicit NftTransaction(std::uint32_t generation);

  /// `kind` is NFT_MSG_NEWRULE or NFT_MSG_DELRULE; `flags` are NLM_F_*. The rule
  /// is copied into the message.
  void put(std::uint16_t kind, std::uint8_t family, std::uint16_t flags, const nftnl_rule* rule);

  /// A message of any kind with these attributes.
  void put(std::uint16_t kind, std::uint8_t family, std::uint16_t flags, Bytes attributes);

  /// Closes it, asks for an ack of the last message, and gives its bytes, which
  /// live as long as this object. At least one message must have been put.
  [[nodiscard]] Bytes finish();

  [[nodiscard]] bool empty() const { return newest_ == 0; }
  [[nodiscard]] std::uint32_t first() const { return 1; }
  [[nodiscard]] std::uint32_t last() const { return sequence_; }

 private:
  std::uint32_t sequence_ = 1;
  std::vector<char> bytes_;
  std::size_t newest_ = 0;  ///< where the newest message begins
};

}  // namespace nftrace
