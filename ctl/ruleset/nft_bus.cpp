// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_bus.h"

#include <arpa/inet.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "netlink/exchange.h"
#include "ruleset/nft_presence.h"

namespace nftrace {
namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr std::size_t kUsualSendBuffer = 128 * 1024;

/// What has been said to a request so far.
enum class Answer { Going, Done };

/// Hands over the datagrams until `take` says Done.
template <class Take>
Result<> receive_all(NetlinkSocket& socket, const Take& take) {
  for (;;) {
    auto datagram = socket.receive(kPatience);
    if (!datagram) return tl::unexpected(std::move(datagram).error());
    if (datagram->empty()) return fail(Code::Failed, "nf_tables does not answer", ETIMEDOUT);
    MessageReader reader(*datagram);
    while (auto message = reader.next()) {
      Result<Answer> answer = take(*message);
      if (!answer) return tl::unexpected(std::move(answer).error());
      if (*answer == Answer::Done) return {};
    }
    if (reader.malformed()) return fail(Code::Malformed, "a message of nf_tables is cut short");
  }
}

}  // namespace

std::optional<NftMessage> nft_message(const Message& message) {
  if (NFNL_SUBSYS_ID(message.type) != NFNL_SUBSYS_NFTABLES ||
      message.payload.size() < sizeof(nfgenmsg)) {
    return std::nullopt;
  }
  nfgenmsg header;
  std::memcpy(&header, message.payload.data(), sizeof(header));
  return NftMessage{static_cast<std::uint16_t>(NFNL_MSG_TYPE(message.type)), header.nfgen_family,
                    message.payload.subspan(NLMSG_ALIGN(sizeof(header)))};
}

Result<NftBus> NftBus::open() {
  if (!nf_tables_present()) {
    return fail(Code::NoModule, "nf_tables is not loaded, so there are no nft tables", 0,
                "make a table and a chain with nft first");
  }
  auto socket = NetlinkSocket::open(NETLINK_NETFILTER);
  if (!socket) return tl::unexpected(std::move(socket).error());
  return NftBus(std::move(*socket));
}

Result<> NftBus::request(std::uint16_t kind, std::uint16_t flags, const OnNftMessage& on_message) {
  struct {
    nlmsghdr netlink;
    nfgenmsg nft;
  } message{};
  message.netlink.nlmsg_len = sizeof(message);
  message.netlink.nlmsg_type = static_cast<std::uint16_t>(NFNL_SUBSYS_NFTABLES << 8U | kind);
  message.netlink.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
  message.netlink.nlmsg_seq = ++sequence_;
  message.nft.version = NFNETLINK_V0;
  if (auto sent = socket_.send(std::as_bytes(std::span(&message, 1))); !sent) return sent;

  bool changed = false;
  auto received = receive_all(socket_, [&](const Message& reply) -> Result<Answer> {
    if (reply.seq != sequence_) return Answer::Going;
    if ((reply.flags & NLM_F_DUMP_INTR) != 0) changed = true;
    if (reply.type == NLMSG_DONE) return Answer::Done;
    if (reply.type == NLMSG_ERROR) {
      auto ack = ack_of(reply);
      if (ack) return Answer::Done;
      if (ack.error().code == Code::Permission) {
        return fail(Code::Permission, "the nft ruleset is for those with CAP_NET_ADMIN only",
                    ack.error().sys);
      }
      return tl::unexpected(std::move(ack).error());
    }
    if (const auto nft = nft_message(reply)) {
      if (auto taken = on_message(*nft); !taken) return tl::unexpected(std::move(taken).error());
    }
    return Answer::Going;
  });
  if (received && changed) return fail(Code::Interrupted, "the nft ruleset changed while read");
  return received;
}

Result<std::uint32_t> NftBus::generation() {
  std::optional<std::uint32_t> id;
  auto done = request(NFT_MSG_GETGEN, NLM_F_ACK, [&](const NftMessage& message) -> Result<> {
    AttributeReader reader(message.attributes);
    while (auto attribute = reader.next()) {
      if (attribute->type != NFTA_GEN_ID) continue;
      auto value = attribute->u32();
      if (!value) return tl::unexpected(std::move(value).error());
      id = ntohl(*value);
    }
    return {};
  });
  if (!done) return tl::unexpected(std::move(done).error());
  if (!id) return fail(Code::Malformed, "nf_tables told no generation");
  return *id;
}

Result<> NftBus::dump(std::uint16_t kind, const OnNftMessage& on_message) {
  return request(kind, NLM_F_DUMP, on_message);
}

Result<> NftBus::commit(Bytes transaction, std::uint32_t first, std::uint32_t last,
                        const OnNftMessage& on_echo) {
  if (transaction.size() > kUsualSendBuffer) {
    // A transaction is one datagram, so a large one needs a large buffer.
    int size = static_cast<int>(transaction.size() * 2);
    (void)setsockopt(socket_.descriptor(), SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size));
  }
  if (auto sent = socket_.send(transaction); !sent) return sent;

  Result<> outcome;
  auto received = receive_all(socket_, [&](const Message& reply) -> Result<Answer> {
    if (reply.type != NLMSG_ERROR) {
      const auto nft = nft_message(reply);
      if (!nft || reply.seq < first || reply.seq > last) return Answer::Going;
      if (auto taken = on_echo(*nft); !taken) return tl::unexpected(std::move(taken).error());
      return Answer::Going;
    }
    auto ack = ack_of(reply);
    if (!ack && outcome) outcome = std::move(ack);
    // What concerns the transaction as a whole carries its begin's number.
    return reply.seq == first || reply.seq == last ? Answer::Done : Answer::Going;
  });
  if (!received) return received;
  if (!outcome && outcome.error().sys == ERESTART) {
    return fail(Code::Interrupted, "the nft ruleset changed before the commit", ERESTART);
  }
  return outcome;
}

}  // namespace nftrace
