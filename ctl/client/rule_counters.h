// SPDX-License-Identifier: GPL-2.0-or-later
// What the module tells of itself and of a rule, as plain values.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nftrace {

/// Verdicts that fell at one hook. `hook` is enum nf_inet_hooks, 0 to 4.
struct HookVerdicts {
  std::uint8_t hook = 0;
  std::uint64_t accept = 0;
  std::uint64_t drop = 0;
  std::uint64_t stolen = 0;
  std::uint64_t lost = 0;
};

/// Where in the kernel packets of a rule ended.
struct EndPlace {
  std::uint8_t kind = 0;                ///< enum nftrace_place_kind
  std::optional<std::uint32_t> reason;  ///< the running kernel's number
  std::string reason_name;              ///< empty: the kernel has no name for it
  std::string symbol;                   ///< empty: counted without a place
  std::uint64_t count = 0;
};

/// What became of a rule's packets. See enum nftrace_rule_attr for each.
struct Verdicts {
  std::uint64_t accept = 0;
  std::uint64_t drop = 0;
  std::uint64_t stolen = 0;
  std::uint64_t lost = 0;
  std::uint64_t untracked = 0;
  std::uint64_t count_only = 0;
  std::uint64_t open = 0;
  std::uint64_t queued = 0;  ///< part of open
  std::uint64_t after = 0;   ///< part of accept
  std::vector<HookVerdicts> hooks;
  std::vector<EndPlace> places;
};

/// One rule object with its counters.
struct RuleCounters {
  std::uint32_t id = 0;
  std::string label;         ///< empty for none
  std::uint32_t flags = 0;   ///< enum xt_nftrace_flags
  std::uint32_t sample = 1;  ///< 1 is every packet
  std::uint32_t rate = 0;    ///< events a second, 0 is no limit
  std::uint32_t burst = 0;
  std::uint32_t refs = 0;  ///< table entries that use it
  std::uint64_t hits = 0;
  std::uint64_t bytes = 0;                       ///< from the IP header on
  std::optional<std::chrono::milliseconds> age;  ///< since the last hit; none before the first
  std::optional<Verdicts> verdicts;              ///< none: the module keeps none
  std::uint32_t generation = 0;                  ///< changes when rule objects come or go
};

/// What the module says of itself in this network namespace.
struct ModuleInfo {
  std::string version;
  std::uint64_t features = 0;  ///< enum nftrace_feature
  std::uint32_t rules = 0;
  std::uint32_t rules_max = 0;
  std::uint32_t generation = 0;
  std::uint32_t interval_ms = 0;  ///< 0: nobody subscribed
  std::uint32_t flights = 0;
  std::uint32_t flights_max = 0;
  std::uint32_t flights_quota = 0;
  std::uint32_t info_size = 0;  ///< bytes of struct xt_nftrace_info
};

}  // namespace nftrace
