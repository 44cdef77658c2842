// SPDX-License-Identifier: GPL-2.0-or-later
// Tables of the network stack that drop packets silently when they are full.
#include <spdlog/fmt/fmt.h>

#include "doctor/checks.h"
#include "doctor/proc_tables.h"

namespace nftrace::doctor {
namespace {

constexpr const char* kNetfilter = "/proc/sys/net/netfilter/";
constexpr std::uint64_t kNearly = 80;  // percent

bool nearly(std::uint64_t now, std::uint64_t most) {
  return most != 0 && now * 100 >= most * kNearly;
}

Finding check_table(const Machine& machine) {
  const auto count = machine.number(std::string(kNetfilter) + "nf_conntrack_count");
  const auto most = machine.number(std::string(kNetfilter) + "nf_conntrack_max");
  if (!count || !most) return ok("conntrack", "not in use");
  const std::string stat = "/proc/net/stat/nf_conntrack";
  const auto dropped = sum_column(machine, stat, "drop");
  const auto early = sum_column(machine, stat, "early_drop");
  const std::string fill = fmt::format("{} of {} entries", *count, *most);
  const std::string mend = fmt::format("sysctl -w net.netfilter.nf_conntrack_max={}", *most * 2);
  if (*count >= *most) return failure("conntrack", fill + ": new connections are dropped", mend);
  if (nearly(*count, *most)) return warning("conntrack", fill, mend);
  if (dropped + early != 0) {
    return warning("conntrack",
                   fmt::format("{}; since boot {} packets dropped, {} entries thrown out early, "
                               "because it was full",
                               fill, dropped, early),
                   mend);
  }
  return ok("conntrack", fill);
}

Finding check_expectations(const Machine& machine) {
  const auto most = machine.number(std::string(kNetfilter) + "nf_conntrack_expect_max");
  if (!most) return ok("expectations", "not in use");
  const auto now = machine.lines("/proc/net/nf_conntrack_expect").size();
  const std::string fill = fmt::format("{} of {} expectations", now, *most);
  if (!nearly(now, *most)) return ok("expectations", fill);
  return warning("expectations", fill,
                 fmt::format("sysctl -w net.netfilter.nf_conntrack_expect_max={}", *most * 2));
}

/// Bytes in the fragment queues, from "FRAG: inuse 0 memory 0".
std::uint64_t fragment_memory(const Machine& machine, const std::string& path,
                              const std::string& title) {
  for (const std::string& line : machine.lines(path)) {
    const auto words = split_words(line);
    if (words.size() >= 5 && words[0] == title) return parse_number(words[4]).value_or(0);
  }
  return 0;
}

struct FragmentQueue {
  const char* name;
  const char* file;
  const char* title;
  const char* limit;
  const char* sysctl;
};

}  // namespace

Findings check_conntrack(const Machine& machine, const Facts&) {
  return {check_table(machine), check_expectations(machine)};
}

Findings check_fragments(const Machine& machine, const Facts&) {
  constexpr FragmentQueue kQueues[] = {
      {"IPv4", "/proc/net/sockstat", "FRAG:", "/proc/sys/net/ipv4/ipfrag_high_thresh",
       "net.ipv4.ipfrag_high_thresh"},
      {"IPv6", "/proc/net/sockstat6", "FRAG6:", "/proc/sys/net/ipv6/ip6frag_high_thresh",
       "net.ipv6.ip6frag_high_thresh"},
  };
  Findings found;
  for (const FragmentQueue& queue : kQueues) {
    const auto limit = machine.number(queue.limit).value_or(0);
    const auto memory = fragment_memory(machine, queue.file, queue.title);
    if (!nearly(memory, limit)) continue;
    found.push_back(
        warning("fragments",
                fmt::format("{}: {} of {} bytes wait for their rest; what is evicted vanishes",
                            queue.name, memory, limit),
                fmt::format("sysctl -w {}={}", queue.sysctl, limit * 2)));
  }
  const auto failed = named_counter(machine, "/proc/net/snmp", "Ip:", "ReasmFails");
  const auto timeouts = named_counter(machine, "/proc/net/snmp", "Ip:", "ReasmTimeout");
  if (failed != 0) {
    found.push_back(warning("fragments",
                            fmt::format("since boot {} fragmented packets were not put together, "
                                        "{} of them because fragments were late",
                                        failed, timeouts),
                            "nstat -az 'IpReasm*'"));
  }
  if (found.empty()) found.push_back(ok("fragments", "nothing lost, queues have room"));
  return found;
}

Findings check_neighbours(const Machine& machine, const Facts& facts) {
  if (!facts.neighbours) return {warning("neighbours", "neighbour tables could not be read")};
  Findings found;
  for (const NeighbourTable& table : *facts.neighbours) {
    const bool six = table.name == "ndisc_cache";
    if (!six && table.name != "arp_cache") continue;
    const std::string sysctl = std::string("sysctl -w net.ipv") + (six ? "6" : "4");
    const std::string mend =
        fmt::format("{}.neigh.default.gc_thresh3={}", sysctl, table.thresh3 * 2);
    const auto discards =
        sum_column(machine, "/proc/net/stat/" + table.name, "unresolved_discards");
    const std::string fill = fmt::format(
        "{}: {} entries, thresholds {}/{}/{}; {} forced collections, {} packets dropped while an "
        "address was being resolved",
        table.name, table.entries, table.thresh1, table.thresh2, table.thresh3, table.forced_gc,
        discards);
    if (table.entries >= table.thresh3 && table.thresh3 != 0) {
      found.push_back(failure("neighbours", fill + "; full: packets to new hosts vanish", mend));
    } else if (table.table_full != 0 || nearly(table.entries, table.thresh3)) {
      found.push_back(warning(
          "neighbours", fmt::format("{}; {} times full since boot", fill, table.table_full), mend));
    } else if (discards != 0) {
      found.push_back(warning("neighbours", fill,
                              six ? "ip -6 neigh show nud failed" : "ip -4 neigh show nud failed"));
    } else {
      found.push_back(ok("neighbours", fill));
    }
  }
  if (found.empty()) found.push_back(ok("neighbours", "no tables"));
  return found;
}

}  // namespace nftrace::doctor
