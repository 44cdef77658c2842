// SPDX-License-Identifier: GPL-2.0-or-later
#include "client/changes.h"

#include <linux/netlink.h>
#include <linux/nftrace.h>

#include <utility>

namespace nftrace {
namespace {

/// Room for every rule of the default limit to change at once, twice.
constexpr int kReceiveBuffer = 8 * 1024 * 1024;

}  // namespace

ChangeStream::ChangeStream(NetlinkSocket socket, std::uint16_t family)
    : socket_(std::move(socket)), family_(family) {}

Result<ChangeStream> ChangeStream::open(const GenlFamily& family,
                                        std::chrono::milliseconds interval) {
  if (interval.count() < NFTRACE_INTERVAL_MIN || interval.count() > NFTRACE_INTERVAL_MAX) {
    return fail(Code::Usage, "an interval is 10 ms to 60 s");
  }
  const auto group = family.group(NFTRACE_MCGRP_RULES);
  if (!group) return fail(Code::Failed, "the module has no group \"" NFTRACE_MCGRP_RULES "\"");
  auto socket = NetlinkSocket::open(NETLINK_GENERIC);
  if (!socket) return tl::unexpected(std::move(socket).error());
  // Losses are found by sequence number; the error would only hold up the group.
  if (auto set = socket->no_overrun_errors(); !set) {
    return tl::unexpected(std::move(set).error());
  }
  socket->grow_receive_buffer(kReceiveBuffer);

  MessageBuilder request(family.id, NLM_F_ACK, NFTRACE_CMD_SUBSCRIBE, NFTRACE_GENL_VERSION);
  request.put_u32(NFTRACE_SUB_A_INTERVAL, static_cast<std::uint32_t>(interval.count()));
  auto answer = exchange(*socket, request, [](const Message&) { return Result<>{}; });
  if (!answer) return tl::unexpected(std::move(answer).error());
  if (auto joined = socket->join(*group); !joined) {
    return tl::unexpected(std::move(joined).error());
  }
  return ChangeStream(*std::move(socket), family.id);
}

Result<ChangeStream::Changes> ChangeStream::next(std::chrono::milliseconds timeout) {
  auto datagram = socket_.receive(timeout);
  if (!datagram && datagram.error().code == Code::Overrun) return Changes{{}, true};
  if (!datagram) return tl::unexpected(std::move(datagram).error());
  auto decoded = decode_changes(*datagram, family_);
  if (!decoded) return Changes{{}, true};
  if (decoded->rules.empty()) return Changes{};
  const bool gap = sequence_ && decoded->sequence != *sequence_ + 1;
  sequence_ = decoded->sequence;
  return Changes{std::move(decoded->rules), gap};
}

}  // namespace nftrace
