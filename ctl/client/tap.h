// SPDX-License-Identifier: GPL-2.0-or-later
// A tap: the events of single packets, chosen by a filter or a rule.
//
//   auto client = nftrace::Client::open(nftrace::Autoload::No);
//   auto tap = nftrace::Tap::open(client->family(), {.drops_only = true});
//   std::vector<nftrace::Event> batch;
//   while (tap->next(batch, std::chrono::seconds(1))) {
//     for (const nftrace::Event& event : batch) ...
//   }
//
// ctl/examples/count_drops.cpp is a whole program, docs/events.md the manual.
#pragma once

#include <linux/filter.h>

#include <chrono>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "client/client.h"
#include "client/event_lanes.h"
#include "client/tap_counters.h"

namespace nftrace {

/// The packets of all rules.
struct EveryRule {};

/// A classic BPF program on the packet from its IP header on, 1 to
/// NFTRACE_FILTER_MAX instructions. The packets for which it returns 0 are not told.
using PacketFilter = std::vector<sock_filter>;

/// Which packets, and what of them. The kernel refuses what goes together badly.
struct TapOptions {
  std::variant<EveryRule, RuleName, PacketFilter> packets;
  bool hits = false;          ///< records of type HIT too
  bool fates = false;         ///< records of type FATE too
  bool drops_only = false;    ///< only verdicts and fates that are drops; not with hits
  std::uint32_t sample = 1;   ///< every Nth packet of a CPU, 1 to NFTRACE_SAMPLE_MAX
  std::uint32_t rate = 0;     ///< packets a second at most, 0 to NFTRACE_RATE_MAX; 0: no limit
  std::uint64_t count = 0;    ///< the kernel stops after so many packets; 0: never
  std::uint32_t snaplen = 0;  ///< bytes of the packet, 0 to NFTRACE_SNAPLEN_MAX
  bool count_only = false;    ///< next() hands nothing out: received() alone is wanted
};

/// An open tap. It lives as long as its socket: dropping the object ends it in the
/// kernel. Sees the network namespace in which it was opened.
///
/// A reader that is too slow disturbs nothing: records wait in the kernel, and
/// when there is no room they are lost, counted, and told as a gap.
class Tap {
 public:
  /// Errors: Usage when a number is out of range or the kernel refuses the filter;
  /// NotFound when there is no such rule; Permission; NoModule when the module was
  /// unloaded; Failed when there are NFTRACE_TAPS_MAX taps already.
  [[nodiscard]] static Result<Tap> open(const GenlFamily& family, const TapOptions& options);

  /// Replaces `batch` by the events that are due, oldest first. Waits up to
  /// `timeout` for the first; none when none came or a signal did. An event is
  /// due kHold after it happened, so that other CPUs' older ones can come first.
  /// `batch` points into the tap: it is valid until the next call of anything
  /// that is not const.
  [[nodiscard]] Result<> next(std::vector<Event>& batch, std::chrono::milliseconds timeout);
  static constexpr std::chrono::milliseconds kHold{16};

  /// Asks the kernel. Records that come meanwhile are kept for next().
  [[nodiscard]] Result<TapCounters> counters();

  /// The same at the end: until all that was given to the socket has been read.
  /// Then received().records is `sent`, unless packets came faster than they
  /// could be read for half a second. rest() hands out what is left.
  [[nodiscard]] Result<TapCounters> drain();

  /// Replaces `batch` by all that is kept, whether due or not.
  void rest(std::vector<Event>& batch);

  /// When next() will have something although nothing new comes.
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> due() const;

  /// To poll: readable when next() has something to read.
  [[nodiscard]] int descriptor() const { return socket_.descriptor(); }

  [[nodiscard]] const Received& received() const { return lanes_.received(); }
  /// What the tap's pauses let by so far, likewise.
  [[nodiscard]] std::uint64_t paused() const { return lanes_.paused(); }
  /// Records lost so far, as the newest messages say; counters() knows it exactly.
  [[nodiscard]] std::uint64_t lost() const { return lanes_.lost(); }

  /// Names for what records hold. Empty when the kernel told none.
  [[nodiscard]] std::string_view place(std::uint64_t number) const;
  [[nodiscard]] std::string_view reason(std::uint32_t reason) const;

 private:
  Tap(NetlinkSocket socket, std::uint16_t family, bool count_only);
  [[nodiscard]] Result<> ask(MessageBuilder request, const OnReply& on_reply);
  [[nodiscard]] Result<bool> ask_once(MessageBuilder& request, const OnReply& on_reply);
  [[nodiscard]] Result<bool> read_one(std::uint32_t sequence, const OnReply& on_reply,
                                      bool& answered);
  [[nodiscard]] Result<> read_all();
  [[nodiscard]] Result<> take(const Message& message);

  NetlinkSocket socket_;
  std::uint16_t family_;
  bool count_only_;
  std::uint32_t sequence_ = 0;
  EventLanes lanes_;
  std::unordered_map<std::uint64_t, std::string> places_;
  std::unordered_map<std::uint32_t, std::string> reasons_;
};

}  // namespace nftrace
