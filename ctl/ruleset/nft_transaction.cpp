// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_transaction.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <libnftnl/common.h>
#include <libnftnl/rule.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include <array>
#include <cassert>

namespace nftrace {
namespace {

/// More than any of our messages: names of 255 bytes each and a few expressions.
constexpr std::size_t kMostMessage = 8192;

using Scratch = std::array<char, kMostMessage>;

void append(std::vector<char>& bytes, const nlmsghdr* message) {
  const auto* begin = reinterpret_cast<const char*>(message);
  bytes.insert(bytes.end(), begin, begin + MNL_ALIGN(message->nlmsg_len));
}

}  // namespace

NftTransaction::NftTransaction(std::uint32_t generation) {
  alignas(nlmsghdr) Scratch scratch{};
  nlmsghdr* begin = nftnl_batch_begin(scratch.data(), sequence_);
  mnl_attr_put_u32(begin, NFNL_BATCH_GENID, htonl(generation));
  append(bytes_, begin);
}

void NftTransaction::put(std::uint16_t kind, std::uint8_t family, std::uint16_t flags,
                         const nftnl_rule* rule) {
  alignas(nlmsghdr) Scratch scratch{};
  nlmsghdr* message = nftnl_nlmsg_build_hdr(scratch.data(), kind, family, flags, ++sequence_);
  nftnl_rule_nlmsg_build_payload(message, const_cast<nftnl_rule*>(rule));
  newest_ = bytes_.size();
  append(bytes_, message);
}

void NftTransaction::put(std::uint16_t kind, std::uint8_t family, std::uint16_t flags,
                         Bytes attributes) {
  alignas(nlmsghdr) Scratch scratch{};
  nlmsghdr* message = nftnl_nlmsg_build_hdr(scratch.data(), kind, family, flags, ++sequence_);
  newest_ = bytes_.size();
  append(bytes_, message);
  const auto* begin = reinterpret_cast<const char*>(attributes.data());
  bytes_.insert(bytes_.end(), begin, begin + attributes.size());
  bytes_.resize(MNL_ALIGN(bytes_.size()));
  reinterpret_cast<nlmsghdr*>(bytes_.data() + newest_)->nlmsg_len =
      static_cast<std::uint32_t>(bytes_.size() - newest_);
}

Bytes NftTransaction::finish() {
  assert(newest_ != 0);
  // One ack is enough: errors of other messages come without being asked for,
  // and thousands of acks would not fit into the socket.
  reinterpret_cast<nlmsghdr*>(bytes_.data() + newest_)->nlmsg_flags |= NLM_F_ACK;
  alignas(nlmsghdr) Scratch scratch{};
  append(bytes_, nftnl_batch_end(scratch.data(), sequence_ + 1));
  return std::as_bytes(std::span(bytes_));
}

}  // namespace nftrace
