// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/event_names.h"

#include <net/if.h>
#include <netinet/in.h>

#include <array>
#include <cstring>
#include <ctime>
#include <memory>
#include <utility>

#include "client/client.h"
#include "ui/json_line.h"

namespace nftrace::cli {
namespace {

constexpr std::array<std::string_view, 4> kVerdicts = {"accept", "drop", "stolen", "lost"};
constexpr std::array<std::string_view, 5> kFates = {"unknown", "sent", "delivered", "dropped",
                                                    "left"};
constexpr std::array<std::string_view, 5> kHooks = {"prerouting", "input", "forward", "output",
                                                    "postrouting"};
/// enum ip_conntrack_info.
constexpr std::array<std::string_view, 8> kCtStates = {
    "established", "related", "new", "established", "related", "new", "?", "untracked"};

std::string system_interface(std::uint32_t index) {
  char name[IF_NAMESIZE] = "";
  return if_indextoname(index, name) != nullptr ? std::string(name) : std::string();
}

std::map<std::uint32_t, std::string> labels_of(Client& client) {
  std::map<std::uint32_t, std::string> labels;
  const auto rules = client.rules();
  if (!rules) return labels;
  for (const RuleCounters& rule : *rules) labels[rule.id] = rule.label;
  return labels;
}

std::int64_t nanoseconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

template <class Names>
std::string_view name_at(const Names& names, std::size_t at) {
  return at < names.size() ? names[at] : std::string_view("?");
}

}  // namespace

std::string_view verdict_name(std::uint8_t verdict) { return name_at(kVerdicts, verdict); }
std::string_view fate_name(std::uint8_t fate) { return name_at(kFates, fate); }
std::string_view hook_name(std::uint8_t hook) { return name_at(kHooks, hook); }
std::string_view ct_state_name(std::uint32_t state) { return name_at(kCtStates, state); }

std::optional<nftrace_verdict> verdict_of(std::string_view name) {
  for (std::size_t at = 0; at < kVerdicts.size(); ++at) {
    if (kVerdicts[at] == name) return static_cast<nftrace_verdict>(at);
  }
  return std::nullopt;
}

std::string_view protocol_name(std::uint8_t protocol) {
  switch (protocol) {
    case IPPROTO_TCP: return "tcp";
    case IPPROTO_UDP: return "udp";
    case IPPROTO_ICMP: return "icmp";
    case IPPROTO_ICMPV6: return "icmp6";
    case IPPROTO_IGMP: return "igmp";
    case IPPROTO_IPIP: return "ipip";
    case IPPROTO_IPV6: return "ipv6";
    case IPPROTO_GRE: return "gre";
    case IPPROTO_ESP: return "esp";
    case IPPROTO_AH: return "ah";
    case IPPROTO_SCTP: return "sctp";
    case IPPROTO_DCCP: return "dccp";
    case IPPROTO_UDPLITE: return "udplite";
    default: return {};
  }
}

bool is_icmp(std::uint8_t protocol) {
  return protocol == IPPROTO_ICMP || protocol == IPPROTO_ICMPV6;
}

std::string_view comm_of(const nftrace_detail& detail) {
  return {detail.comm, strnlen(detail.comm, sizeof(detail.comm))};
}

bool is_translated(const nftrace_detail& detail) {
  const nftrace_tuple& orig = detail.orig;
  const nftrace_tuple& reply = detail.reply;
  if (std::memcmp(orig.src, reply.dst, sizeof(orig.src)) != 0 ||
      std::memcmp(orig.dst, reply.src, sizeof(orig.dst)) != 0) {
    return true;
  }
  // Both directions of a ping have one id, and types that differ.
  if (is_icmp(orig.protocol)) return orig.sport != reply.sport;
  return orig.sport != reply.dport || orig.dport != reply.sport;
}

EventNames::EventNames(Interface interface, Labels labels)
    : ask_interface_(std::move(interface)), ask_labels_(std::move(labels)) {}

EventNames EventNames::of_system() {
  auto opened = Client::open(Autoload::No);
  if (!opened)
    return EventNames(system_interface, [] { return std::map<std::uint32_t, std::string>(); });
  auto client = std::make_shared<Client>(*std::move(opened));
  return EventNames(system_interface, [client] { return labels_of(*client); });
}

void EventNames::refresh(std::chrono::steady_clock::time_point now) {
  if (now - refreshed_ < std::chrono::seconds(1)) return;
  refreshed_ = now;
  interfaces_.clear();
  labels_wanted_ = true;
  recent_ = {};
  recent_label_ = {};
}

EventNames::Name EventNames::make_name(std::string text) {
  if (text.empty()) return {};
  ui::JsonLine json;
  json.put_text(text);
  return {std::move(text), std::string(json.buffer().text())};
}

const EventNames::Name& EventNames::look_up_interface(std::uint32_t index) {
  auto found = interfaces_.find(index);
  if (found == interfaces_.end()) {
    found = interfaces_.emplace(index, make_name(ask_interface_(index))).first;
  }
  recent_[index % recent_.size()] = {index, &found->second};
  return found->second;
}

const EventNames::Name& EventNames::look_up_label(std::uint32_t rule) {
  static const Name kNone;
  auto found = labels_.find(rule);
  if (found == labels_.end() && std::exchange(labels_wanted_, false)) {
    // An id names one rule for ever, so labels known already stay: the records of
    // a rule that is gone may still be on their way.
    for (auto& [id, label] : ask_labels_()) labels_.try_emplace(id, make_name(label));
    found = labels_.find(rule);
  }
  recent_label_ = {rule, found == labels_.end() ? &kNone : &found->second};
  return *recent_label_.name;
}

WallClock WallClock::now() {
  return WallClock(nanoseconds(CLOCK_REALTIME) - nanoseconds(CLOCK_MONOTONIC));
}

}  // namespace nftrace::cli
