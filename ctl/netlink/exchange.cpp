// SPDX-License-Identifier: GPL-2.0-or-later
#include "netlink/exchange.h"

#include <linux/netlink.h>

#include <atomic>
#include <cerrno>
#include <cstring>

namespace nftrace {
namespace {

constexpr std::chrono::seconds kPatience{10};

std::uint32_t next_sequence() {
  // 0 is what the kernel's own messages carry.
  static std::atomic<std::uint32_t> last{0};
  const std::uint32_t sequence = ++last;
  return sequence != 0 ? sequence : ++last;
}

Code code_of(int error) {
  switch (error) {
    case EPERM:
    case EACCES: return Code::Permission;
    case ENOENT: return Code::NotFound;
    case EINVAL:
    case ERANGE: return Code::Usage;
    default: return Code::Failed;
  }
}

/// The text that the kernel sends along with an error; empty when it sent none.
std::string extended_text(const Message& message, Bytes behind_error) {
  if ((message.flags & NLM_F_ACK_TLVS) == 0) return {};
  Bytes tlvs = behind_error.subspan(sizeof(nlmsghdr));
  if ((message.flags & NLM_F_CAPPED) == 0) {
    // The whole request stands between the header's copy and the text.
    nlmsghdr request;
    std::memcpy(&request, behind_error.data(), sizeof(request));
    const std::size_t body = NLMSG_ALIGN(request.nlmsg_len) - NLMSG_HDRLEN;
    if (request.nlmsg_len < NLMSG_HDRLEN || body > tlvs.size()) return {};
    tlvs = tlvs.subspan(body);
  }
  AttributeReader reader(tlvs);
  while (auto attribute = reader.next()) {
    if (attribute->type == NLMSGERR_ATTR_MSG) return attribute->text().value_or(std::string{});
  }
  return {};
}

struct Progress {
  bool done = false;
  bool interrupted = false;
};

Result<> take(const Message& message, const OnReply& on_reply, Progress& progress) {
  if ((message.flags & NLM_F_DUMP_INTR) != 0) progress.interrupted = true;
  if (message.type == NLMSG_NOOP) return {};
  if (message.type == NLMSG_ERROR) {
    progress.done = true;
    return ack_of(message);
  }
  if (message.type == NLMSG_DONE) {
    progress.done = true;
    int error = 0;
    if (message.payload.size() >= sizeof(error)) {
      std::memcpy(&error, message.payload.data(), sizeof(error));
    }
    if (error < 0) return fail(code_of(-error), std::strerror(-error), -error);
    return {};
  }
  if (message.type < NLMSG_MIN_TYPE) return {};
  return on_reply(message);
}

}  // namespace

Result<> ack_of(const Message& message) {
  if (message.payload.size() < sizeof(int) + sizeof(nlmsghdr)) {
    return fail(Code::Malformed, "an answer of the kernel is cut short");
  }
  int error = 0;
  std::memcpy(&error, message.payload.data(), sizeof(error));
  if (error == 0) return {};
  // Not negated before it is known to be a sane errno: INT_MIN has no opposite.
  if (error > 0 || error < -4095) {
    return fail(Code::Malformed, "an answer of the kernel holds no errno");
  }
  std::string what = extended_text(message, message.payload.subspan(sizeof(error)));
  if (what.empty()) what = std::strerror(-error);
  return fail(code_of(-error), std::move(what), -error);
}

Result<> exchange(NetlinkSocket& socket, MessageBuilder& request, const OnReply& on_reply) {
  const std::uint32_t sequence = next_sequence();
  request.set_sequence(sequence);
  if (auto sent = socket.send(request.bytes()); !sent) return sent;

  Progress progress;
  auto give_up = std::chrono::steady_clock::now() + kPatience;
  while (!progress.done) {
    auto datagram = socket.receive(std::chrono::milliseconds(500));
    if (!datagram) return tl::unexpected(std::move(datagram).error());
    if (datagram->empty()) {
      if (std::chrono::steady_clock::now() > give_up) {
        return fail(Code::Failed, "the kernel does not answer", ETIMEDOUT);
      }
      continue;
    }
    MessageReader reader(*datagram);
    while (auto message = reader.next()) {
      if (message->seq != sequence) continue;
      give_up = std::chrono::steady_clock::now() + kPatience;
      if (auto taken = take(*message, on_reply, progress); !taken) return taken;
      if (progress.done) break;
    }
    if (reader.malformed()) return fail(Code::Malformed, "the kernel's message is cut short");
  }
  if (progress.interrupted) return fail(Code::Interrupted, "the list changed while it was read");
  return {};
}

}  // namespace nftrace
