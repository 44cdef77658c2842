// SPDX-License-Identifier: GPL-2.0-or-later
// Interfaces and the way from them into the stack.
#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "doctor/checks.h"
#include "doctor/proc_tables.h"

namespace nftrace::doctor {
namespace {

constexpr const char* kConf = "/proc/sys/net/ipv4/conf/";
constexpr std::uint64_t kStrict = 1;
constexpr std::uint64_t kShare = 1000;  // told from one packet in so many on

struct Traffic {
  std::uint64_t packets = 0, errors = 0, drops = 0;
};

Finding check_device(const std::string& name, const Traffic& in, const Traffic& out) {
  const auto much = [](const Traffic& traffic) {
    return (traffic.errors + traffic.drops) * kShare > traffic.packets;
  };
  if ((in.drops + in.errors == 0 || !much(in)) && (out.drops + out.errors == 0 || !much(out))) {
    return ok("devices", name);
  }
  return warning("devices",
                 fmt::format("{}: dropped {} received and {} sent, errors {} and {}", name,
                             in.drops, out.drops, in.errors, out.errors),
                 "ip -s -s link show " + name);
}

}  // namespace

Findings check_rp_filter(const Machine& machine, const Facts&) {
  const auto all = machine.number(std::string(kConf) + "all/rp_filter").value_or(0);
  const auto drops = named_counter(machine, "/proc/net/netstat", "TcpExt:", "IPReversePathFilter");
  Findings found;
  std::string strict;
  for (const std::string& name : machine.list(kConf)) {
    if (name == "all" || name == "default" || name == "lo") continue;
    const auto own = machine.number(kConf + name + "/rp_filter").value_or(0);
    // The kernel takes the larger of the two.
    if (std::max(all, own) != kStrict) continue;
    list_more(strict, name);
    if (drops == 0) continue;
    found.push_back(warning("rp-filter",
                            fmt::format("{} is strict, and {} packets were dropped because the "
                                        "way back leads elsewhere (all interfaces together)",
                                        name, drops),
                            "sysctl -w net.ipv4.conf." + name + ".rp_filter=2"));
  }
  if (!found.empty()) return found;
  return {ok("rp-filter", strict.empty() ? "no interface is strict"
                                         : "strict, nothing dropped so far: " + strict)};
}

Findings check_devices(const Machine& machine, const Facts&) {
  Findings found;
  for (const std::string& line : machine.lines("/proc/net/dev")) {
    const auto colon = line.find(':');
    if (colon == std::string::npos) continue;
    const auto words = split_words(line.substr(colon + 1));
    if (words.size() < 16) continue;
    const auto at = [&](std::size_t column) { return parse_number(words[column]).value_or(0); };
    Finding device = check_device(trimmed(line.substr(0, colon)), {at(1), at(2), at(3)},
                                  {at(9), at(10), at(11)});
    if (device.grade != Grade::Ok) found.push_back(std::move(device));
  }
  if (found.empty()) found.push_back(ok("devices", "no interface drops much"));
  return found;
}

Findings check_softnet(const Machine& machine, const Facts&) {
  std::uint64_t dropped = 0;
  std::uint64_t squeezed = 0;
  for (const std::string& line : machine.lines("/proc/net/softnet_stat")) {
    const auto words = split_words(line);
    if (words.size() < 3) continue;
    dropped += parse_number(words[1], 16).value_or(0);
    squeezed += parse_number(words[2], 16).value_or(0);
  }
  if (dropped == 0) {
    return {ok("softnet", fmt::format("nothing dropped, {} times out of time", squeezed))};
  }
  const auto backlog = machine.number("/proc/sys/net/core/netdev_max_backlog").value_or(1000);
  return {warning("softnet", fmt::format("{} packets dropped in front of the stack", dropped),
                  fmt::format("sysctl -w net.core.netdev_max_backlog={}", backlog * 2))};
}

}  // namespace nftrace::doctor
