// SPDX-License-Identifier: GPL-2.0-or-later
// A netlink socket that talks with the kernel only.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "netlink/attribute.h"

struct mnl_socket;

namespace nftrace {

/// An open netlink socket. Closes itself; moving leaves the source empty.
class NetlinkSocket {
 public:
  /// `bus` is NETLINK_GENERIC or another NETLINK_*. The socket asks for extended
  /// acks and, where the kernel knows it, for strict checks of what we send.
  [[nodiscard]] static Result<NetlinkSocket> open(int bus);

  /// Becomes a member of a multicast group. Permission when the kernel refuses.
  [[nodiscard]] Result<> join(std::uint32_t group);

  /// A slow reader is then not told by an error that messages were dropped, and
  /// the kernel does not hold further messages back because of it: whoever sets
  /// this finds losses by sequence numbers.
  [[nodiscard]] Result<> no_overrun_errors();

  /// Asks for a receive buffer of `bytes`, beyond the system's limit when we may.
  void grow_receive_buffer(int bytes);

  [[nodiscard]] Result<> send(Bytes message);

  /// One whole datagram from the kernel, valid until the next call. An empty one
  /// means that none came within `timeout`, or that a signal came. Datagrams of
  /// other senders are thrown away. Overrun means that the kernel dropped
  /// messages: not fatal, go on.
  [[nodiscard]] Result<Bytes> receive(std::chrono::milliseconds timeout);

  /// One whole datagram that is there already, for streams: one system call. An
  /// empty one means that there is none. Else as receive(). Datagrams above
  /// kLargest bytes are cut, which is told as Malformed.
  [[nodiscard]] Result<Bytes> receive_now();
  static constexpr std::size_t kLargest = 256 * 1024;

  [[nodiscard]] int descriptor() const;

 private:
  struct Close {
    void operator()(mnl_socket* socket) const noexcept;
  };
  explicit NetlinkSocket(mnl_socket* socket);

  std::unique_ptr<mnl_socket, Close> handle_;
  std::vector<std::byte> buffer_;
};

}  // namespace nftrace
