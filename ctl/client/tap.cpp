// SPDX-License-Identifier: GPL-2.0-or-later
#include "client/tap.h"

#include <linux/netlink.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>

namespace nftrace {
namespace {

using Steady = std::chrono::steady_clock;

/// What a reader may fall behind before records wait in the kernel's own buffers.
constexpr int kReceiveBuffer = 8 * 1024 * 1024;
/// Taken in at once at most, so that what came is handed out in between.
constexpr int kMessagesAtOnce = 64;
/// Above this, order between CPUs gives way: everything is handed out.
constexpr std::size_t kKeepAtMost = 16 * 1024 * 1024;
constexpr std::chrono::milliseconds kAnswerWithin{1000};
constexpr int kAsksAtMost = 10;
/// More names than the module has; what comes above stays without a name.
constexpr std::size_t kNamesAtMost = 4096;

/// How often the end is looked for, and from when on it is enough to have read
/// what was sent, although packets still come.
constexpr int kDrainAsks = 50;
constexpr int kQuietAsks = 10;
constexpr std::chrono::milliseconds kDrainPause{10};

/// For input, or for that time. False: a signal came.
bool wait_for(int descriptor, Steady::time_point until) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Steady::now());
  pollfd ready{descriptor, POLLIN, 0};
  const auto ms = static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60000));
  return poll(&ready, 1, ms) >= 0;
}

/// Time of records, which is that of the steady clock.
std::uint64_t now_ns() {
  return static_cast<std::uint64_t>(
      std::chrono::nanoseconds(Steady::now().time_since_epoch()).count());
}

Result<> check(const TapOptions& options) {
  const auto* filter = std::get_if<PacketFilter>(&options.packets);
  if (filter != nullptr && (filter->empty() || filter->size() > NFTRACE_FILTER_MAX)) {
    return fail(Code::Usage, "a filter has 1 to " + std::to_string(NFTRACE_FILTER_MAX) +
                                 " instructions, this one " + std::to_string(filter->size()));
  }
  if (options.sample < 1 || options.sample > NFTRACE_SAMPLE_MAX) {
    return fail(Code::Usage, "a sample is every 1st to every " +
                                 std::to_string(NFTRACE_SAMPLE_MAX) + "th packet");
  }
  if (options.rate > NFTRACE_RATE_MAX) {
    return fail(Code::Usage, "a rate is at most " + std::to_string(NFTRACE_RATE_MAX));
  }
  if (options.snaplen > NFTRACE_SNAPLEN_MAX) {
    return fail(Code::Usage, "of a packet at most " + std::to_string(NFTRACE_SNAPLEN_MAX) +
                                 " bytes can be told");
  }
  return {};
}

void put_packets(MessageBuilder& request, const TapOptions& options) {
  if (const auto* filter = std::get_if<PacketFilter>(&options.packets)) {
    request.put_bytes(NFTRACE_TAP_A_FILTER, std::as_bytes(std::span(*filter)));
  } else if (const auto* name = std::get_if<RuleName>(&options.packets)) {
    if (const auto* id = std::get_if<std::uint32_t>(name)) {
      request.put_u32(NFTRACE_TAP_A_RULE, *id);
    } else {
      request.put_text(NFTRACE_TAP_A_LABEL, std::get<std::string>(*name));
    }
  } else {
    request.put_flag(NFTRACE_TAP_A_ALL);
  }
}

MessageBuilder open_request(std::uint16_t family, const TapOptions& options) {
  constexpr std::size_t kRoom = MessageBuilder::kRoom + NFTRACE_FILTER_MAX * sizeof(sock_filter);
  MessageBuilder request(family, NLM_F_ACK, NFTRACE_CMD_TAP_OPEN, NFTRACE_GENL_VERSION, kRoom);
  put_packets(request, options);
  const unsigned hits = options.hits ? unsigned{NFTRACE_PART_HIT} : 0U;
  const unsigned fates = options.fates ? unsigned{NFTRACE_PART_FATE} : 0U;
  request.put_u32(NFTRACE_TAP_A_PARTS, NFTRACE_PART_VERDICT | hits | fates);
  if (options.drops_only) request.put_flag(NFTRACE_TAP_A_DROPS);
  if (options.sample != 1) request.put_u32(NFTRACE_TAP_A_SAMPLE, options.sample);
  if (options.rate != 0) request.put_u32(NFTRACE_TAP_A_RATE, options.rate);
  if (options.count != 0) request.put_u64(NFTRACE_TAP_A_COUNT, options.count);
  if (options.snaplen != 0) request.put_u32(NFTRACE_TAP_A_SNAPLEN, options.snaplen);
  return request;
}

}  // namespace

Tap::Tap(NetlinkSocket socket, std::uint16_t family, bool count_only)
    : socket_(std::move(socket)), family_(family), count_only_(count_only) {}

Result<Tap> Tap::open(const GenlFamily& family, const TapOptions& options) {
  if (auto checked = check(options); !checked) return tl::unexpected(std::move(checked).error());
  auto socket = NetlinkSocket::open(NETLINK_GENERIC);
  if (!socket) return tl::unexpected(std::move(socket).error());
  // Otherwise the kernel would throw away what it can keep for us.
  if (auto set = socket->no_overrun_errors(); !set) {
    return tl::unexpected(std::move(set).error());
  }
  socket->grow_receive_buffer(kReceiveBuffer);
  Tap tap(*std::move(socket), family.id, options.count_only);
  auto answer =
      tap.ask(open_request(family.id, options), [](const Message&) { return Result<>{}; });
  if (!answer) return tl::unexpected(std::move(answer).error());
  return tap;
}

/// Events or an answer out of one datagram. False: there is none.
Result<bool> Tap::read_one(std::uint32_t sequence, const OnReply& on_reply, bool& answered) {
  auto datagram = socket_.receive_now();
  if (!datagram) return tl::unexpected(std::move(datagram).error());
  if (datagram->empty()) return false;
  MessageReader reader(*datagram);
  while (auto message = reader.next()) {
    if (message->type == NLMSG_ERROR && message->seq == sequence) {
      answered = true;
      if (auto ack = ack_of(*message); !ack) return tl::unexpected(std::move(ack).error());
    } else if (message->type == family_ && message->seq == sequence && sequence != 0) {
      if (auto taken = on_reply(*message); !taken) return tl::unexpected(std::move(taken).error());
    } else if (message->type == family_) {
      if (auto taken = take(*message); !taken) return tl::unexpected(std::move(taken).error());
    }
  }
  if (reader.malformed()) return fail(Code::Malformed, "the kernel's message is cut short");
  return true;
}

Result<> Tap::take(const Message& message) {
  auto generic = genl_message(message);
  if (!generic) return tl::unexpected(std::move(generic).error());
  if (generic->command != NFTRACE_CMD_EVENTS) return {};
  auto events = decode_events(generic->attributes);
  if (!events) return tl::unexpected(std::move(events).error());
  for (PlaceName& place : events->places) {
    if (places_.size() < kNamesAtMost) places_[place.number] = std::move(place.symbol);
  }
  for (ReasonName& reason : events->reasons) {
    if (reasons_.size() < kNamesAtMost) reasons_[reason.reason] = std::move(reason.name);
  }
  return count_only_ ? lanes_.count(*events) : lanes_.add(*events);
}

Result<> Tap::read_all() {
  bool answered = false;
  for (int messages = 0; messages < kMessagesAtOnce; ++messages) {
    auto read = read_one(0, {}, answered);
    if (!read) return tl::unexpected(std::move(read).error());
    if (!*read) return {};
  }
  return {};
}

Result<> Tap::next(std::vector<Event>& batch, std::chrono::milliseconds timeout) {
  const auto deadline = Steady::now() + timeout;
  const auto hold = static_cast<std::uint64_t>(std::chrono::nanoseconds(kHold).count());
  const std::uint64_t before = received().records;
  batch.clear();
  for (;;) {
    if (auto read = read_all(); !read) return read;
    const bool crowded = lanes_.kept_bytes() > kKeepAtMost;
    lanes_.give(crowded ? std::numeric_limits<std::uint64_t>::max() : now_ns() - hold, batch);
    if (!batch.empty() || (count_only_ && received().records != before)) return {};
    if (Steady::now() >= deadline) return {};
    if (!wait_for(socket_.descriptor(), std::min(due().value_or(deadline), deadline))) return {};
  }
}

void Tap::rest(std::vector<Event>& batch) {
  batch.clear();
  lanes_.give(std::numeric_limits<std::uint64_t>::max(), batch);
}

std::optional<Steady::time_point> Tap::due() const {
  const auto oldest = lanes_.oldest();
  if (!oldest) return std::nullopt;
  const auto time = std::chrono::nanoseconds(
      *oldest & static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() / 2));
  return Steady::time_point(time) + kHold;
}

/// True when the answer came. False: it did not within its time, as when the
/// socket had no room for it.
Result<bool> Tap::ask_once(MessageBuilder& request, const OnReply& on_reply) {
  if (++sequence_ == 0) ++sequence_;
  request.set_sequence(sequence_);
  if (auto sent = socket_.send(request.bytes()); !sent) {
    return tl::unexpected(std::move(sent).error());
  }
  bool answered = false;
  const auto give_up = Steady::now() + kAnswerWithin;
  while (!answered) {
    auto read = read_one(sequence_, on_reply, answered);
    if (!read) return tl::unexpected(std::move(read).error());
    if (*read) continue;
    if (Steady::now() >= give_up) return false;
    (void)wait_for(socket_.descriptor(), give_up);
  }
  return true;
}

Result<> Tap::ask(MessageBuilder request, const OnReply& on_reply) {
  for (int asks = 0; asks < kAsksAtMost; ++asks) {
    // Room for the answer first.
    if (auto read = read_all(); !read) return read;
    auto answered = ask_once(request, on_reply);
    if (!answered) return tl::unexpected(std::move(answered).error());
    if (*answered) return {};
  }
  return fail(Code::Failed, "the kernel does not answer", ETIMEDOUT);
}

Result<TapCounters> Tap::counters() {
  std::optional<TapCounters> counters;
  MessageBuilder request(family_, NLM_F_ACK, NFTRACE_CMD_TAP_GET, NFTRACE_GENL_VERSION);
  auto answer = ask(std::move(request), [&](const Message& message) {
    return genl_message(message)
        .and_then([](const GenlMessage& generic) { return decode_tap(generic.attributes); })
        .map([&](TapCounters decoded) { counters = decoded; });
  });
  if (!answer) return tl::unexpected(std::move(answer).error());
  if (!counters) return fail(Code::Malformed, "the module did not answer");
  return *counters;
}

Result<TapCounters> Tap::drain() {
  for (int asks = 1;; ++asks) {
    auto counted = counters();
    if (!counted || asks == kDrainAsks) return counted;
    const bool level = received().records == counted->sent;
    if (level && (counted->buffered() == 0 || asks >= kQuietAsks)) return counted;
    (void)wait_for(socket_.descriptor(), Steady::now() + kDrainPause);
  }
}

std::string_view Tap::place(std::uint64_t number) const {
  const auto found = places_.find(number);
  return found == places_.end() ? std::string_view{} : std::string_view(found->second);
}

std::string_view Tap::reason(std::uint32_t reason) const {
  const auto found = reasons_.find(reason);
  return found == reasons_.end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace nftrace
