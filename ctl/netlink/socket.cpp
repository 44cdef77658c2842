// SPDX-License-Identifier: GPL-2.0-or-later
#include "netlink/socket.h"

#include <libmnl/libmnl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace nftrace {
namespace {

/// What the kernel packs into one datagram of a dump at most; our own
/// broadcasts stay below it. A larger one grows the buffer.
constexpr std::size_t kFirstBuffer = 64 * 1024;

Code code_of(int error) {
  return error == EPERM || error == EACCES ? Code::Permission : Code::Failed;
}

}  // namespace

void NetlinkSocket::Close::operator()(mnl_socket* socket) const noexcept {
  mnl_socket_close(socket);
}

NetlinkSocket::NetlinkSocket(mnl_socket* socket) : handle_(socket), buffer_(kFirstBuffer) {}

Result<NetlinkSocket> NetlinkSocket::open(int bus) {
  mnl_socket* raw = mnl_socket_open2(bus, SOCK_CLOEXEC);
  if (raw == nullptr) return fail(code_of(errno), "cannot open a netlink socket", errno);
  NetlinkSocket socket(raw);
  if (mnl_socket_bind(raw, 0, MNL_SOCKET_AUTOPID) < 0) {
    return fail(code_of(errno), "cannot bind a netlink socket", errno);
  }
  // Older kernels lack some of these; everything works without, told less well.
  int on = 1;
  (void)mnl_socket_setsockopt(raw, NETLINK_EXT_ACK, &on, sizeof(on));
  (void)mnl_socket_setsockopt(raw, NETLINK_CAP_ACK, &on, sizeof(on));
  (void)mnl_socket_setsockopt(raw, NETLINK_GET_STRICT_CHK, &on, sizeof(on));
  return socket;
}

Result<> NetlinkSocket::join(std::uint32_t group) {
  int number = static_cast<int>(group);
  if (mnl_socket_setsockopt(handle_.get(), NETLINK_ADD_MEMBERSHIP, &number, sizeof(number)) < 0) {
    return fail(code_of(errno), "cannot join netlink group " + std::to_string(group), errno);
  }
  return {};
}

Result<> NetlinkSocket::no_overrun_errors() {
  int on = 1;
  if (mnl_socket_setsockopt(handle_.get(), NETLINK_NO_ENOBUFS, &on, sizeof(on)) < 0) {
    return fail(code_of(errno), "cannot set NETLINK_NO_ENOBUFS", errno);
  }
  return {};
}

void NetlinkSocket::grow_receive_buffer(int bytes) {
  if (setsockopt(descriptor(), SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) < 0) {
    (void)setsockopt(descriptor(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
  }
}

Result<> NetlinkSocket::send(Bytes message) {
  if (mnl_socket_sendto(handle_.get(), message.data(), message.size()) < 0) {
    return fail(code_of(errno), "cannot send a netlink message", errno);
  }
  return {};
}

Result<Bytes> NetlinkSocket::receive(std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd ready{descriptor(), POLLIN, 0};
    const int polled =
        poll(&ready, 1, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60000)));
    if (polled == 0) {
      if (left.count() <= 0) return Bytes{};
      continue;
    }
    if (polled < 0 && errno == EINTR) return Bytes{};
    if (polled < 0) return fail(Code::Failed, "cannot wait for the kernel", errno);

    // The length first, so that no datagram is ever cut.
    const ssize_t length =
        recv(descriptor(), buffer_.data(), 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
    if (length > static_cast<ssize_t>(buffer_.size())) {
      buffer_.resize(static_cast<std::size_t>(length));
    }
    sockaddr_nl from{};
    socklen_t from_length = sizeof(from);
    const ssize_t got = recvfrom(descriptor(), buffer_.data(), buffer_.size(), MSG_DONTWAIT,
                                 reinterpret_cast<sockaddr*>(&from), &from_length);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) continue;
    if (got < 0 && errno == ENOBUFS) return fail(Code::Overrun, "the kernel dropped messages");
    if (got < 0) return fail(code_of(errno), "cannot receive from the kernel", errno);
    if (from.nl_pid != 0) continue;
    return Bytes(buffer_).first(static_cast<std::size_t>(got));
  }
}

Result<Bytes> NetlinkSocket::receive_now() {
  if (buffer_.size() < kLargest) buffer_.resize(kLargest);
  for (;;) {
    sockaddr_nl from{};
    socklen_t from_length = sizeof(from);
    const ssize_t got =
        recvfrom(descriptor(), buffer_.data(), buffer_.size(), MSG_DONTWAIT | MSG_TRUNC,
                 reinterpret_cast<sockaddr*>(&from), &from_length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return Bytes{};
    if (got < 0 && errno == ENOBUFS) return fail(Code::Overrun, "the kernel dropped messages");
    if (got < 0) return fail(code_of(errno), "cannot receive from the kernel", errno);
    if (from.nl_pid != 0) continue;
    if (got > static_cast<ssize_t>(buffer_.size())) {
      return fail(Code::Malformed, "the kernel's message is larger than any should be");
    }
    return Bytes(buffer_).first(static_cast<std::size_t>(got));
  }
}

int NetlinkSocket::descriptor() const { return mnl_socket_get_fd(handle_.get()); }

}  // namespace nftrace
