// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/match_iptables.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <initializer_list>
#include <utility>

namespace nftrace {
namespace {

using Words = std::vector<std::string>;

void put(Words& words, std::initializer_list<std::string> more) { words.insert(words.end(), more); }

void put_interface(Words& words, const char* option, const std::optional<InterfaceMatch>& match) {
  if (match) put(words, {option, match->name + (match->prefix ? "+" : "")});
}

void put_address(Words& words, const char* option, const std::optional<AddressMatch>& match) {
  if (!match) return;
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(match->v6 ? AF_INET6 : AF_INET, match->address.data(), text.data(), text.size());
  put(words, {option, std::string(text.data()) + "/" + std::to_string(match->prefix)});
}

void put_ports(Words& words, const char* option, const std::optional<PortMatch>& match) {
  if (!match) return;
  std::string ports = std::to_string(match->first);
  if (match->last != match->first) ports += ":" + std::to_string(match->last);
  put(words, {option, ports});
}

/// nft's bits by iptables' names.
std::string state_list(std::uint32_t bits) {
  std::string list;
  for (const auto& [bit, name] : {std::pair{1U, "INVALID"},
                                  {2U, "ESTABLISHED"},
                                  {4U, "RELATED"},
                                  {8U, "NEW"},
                                  {64U, "UNTRACKED"}}) {
    if ((bits & bit) == 0) continue;
    if (!list.empty()) list += ',';
    list += name;
  }
  return list;
}

}  // namespace

Result<Words> iptables_match(const MatchWords& match) {
  Words words;
  put_interface(words, "-i", match.iif);
  put_interface(words, "-o", match.oif);
  put_address(words, "-s", match.saddr);
  put_address(words, "-d", match.daddr);
  if (match.protocol) put(words, {"-p", std::to_string(*match.protocol)});
  if (match.sport || match.dport) {
    // -p with a number does not load the protocol's own match.
    switch (*match.protocol) {
      case IPPROTO_TCP: put(words, {"-m", "tcp"}); break;
      case IPPROTO_UDP: put(words, {"-m", "udp"}); break;
      case IPPROTO_UDPLITE: put(words, {"-m", "udplite"}); break;
      case IPPROTO_SCTP: put(words, {"-m", "sctp"}); break;
      case IPPROTO_DCCP: put(words, {"-m", "dccp"}); break;
      default: return fail(Code::Usage, "iptables has no ports for this protocol");
    }
    put_ports(words, "--sport", match.sport);
    put_ports(words, "--dport", match.dport);
  }
  if (match.state) put(words, {"-m", "conntrack", "--ctstate", state_list(*match.state)});
  if (match.mark) {
    put(words, {"-m", "mark", "--mark",
                std::to_string(match.mark->value) + "/" + std::to_string(match.mark->mask)});
  }
  return words;
}

}  // namespace nftrace
