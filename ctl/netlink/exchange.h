// SPDX-License-Identifier: GPL-2.0-or-later
// A request and all that answers it.
#pragma once

#include <functional>

#include "netlink/message.h"
#include "netlink/socket.h"

namespace nftrace {

/// Called for each message that answers; what it fails with ends the exchange.
using OnReply = std::function<Result<>(const Message&)>;

/// Sends `request` and hands over every message that answers it, until the
/// kernel's ack, its error, or the end of a dump. Messages that answer something
/// else are skipped. Gives up when nothing comes for ten seconds.
///
/// Errors: the kernel's own, its extended text in `what` (Permission for EPERM
/// and EACCES, NotFound for ENOENT, Usage for EINVAL and ERANGE); Interrupted
/// when what was dumped changed meanwhile, with all messages handed over;
/// Malformed.
[[nodiscard]] Result<> exchange(NetlinkSocket& socket, MessageBuilder& request,
                                const OnReply& on_reply);

/// What an NLMSG_ERROR message says: nothing when it is an ack. Pure.
[[nodiscard]] Result<> ack_of(const Message& message);

}  // namespace nftrace
