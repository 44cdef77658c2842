// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/match_words.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace nftrace {
namespace {

template <class T>
struct Named {
  std::string_view name;
  T value;
};

constexpr std::array<Named<std::uint8_t>, 9> kProtocols = {{{"tcp", IPPROTO_TCP},
                                                            {"udp", IPPROTO_UDP},
                                                            {"udplite", IPPROTO_UDPLITE},
                                                            {"sctp", IPPROTO_SCTP},
                                                            {"dccp", IPPROTO_DCCP},
                                                            {"icmp", IPPROTO_ICMP},
                                                            {"icmpv6", IPPROTO_ICMPV6},
                                                            {"esp", IPPROTO_ESP},
                                                            {"ah", IPPROTO_AH}}};
/// Those of the list above that have ports, and where nft looks for them.
constexpr std::array<std::uint8_t, 5> kWithPorts = {IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE,
                                                    IPPROTO_SCTP, IPPROTO_DCCP};

/// The kernel's bits of a connection's state in nft.
constexpr std::array<Named<std::uint32_t>, 5> kStates = {
    {{"invalid", 1}, {"established", 2}, {"related", 4}, {"new", 8}, {"untracked", 64}}};

template <class Table>
auto find_named(const Table& table, std::string_view name) -> decltype(&table[0].value) {
  for (const auto& entry : table) {
    if (entry.name == name) return &entry.value;
  }
  return nullptr;
}

tl::unexpected<Error> bad(const std::string& word, const std::string& value, const char* want) {
  return fail(Code::Usage, word + " " + value + ": " + want);
}

/// A whole number, decimal or after 0x, of the whole text.
template <class T>
std::optional<T> number(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  }
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Both sides of a separator; the second is nullopt without one.
std::pair<std::string, std::optional<std::string>> split(const std::string& text, char separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string::npos) return {text, std::nullopt};
  return {text.substr(0, at), text.substr(at + 1)};
}

Result<InterfaceMatch> read_interface(const std::string& word, const std::string& value,
                                      bool by_name, const InterfaceIndex& index) {
  InterfaceMatch match;
  match.by_name = by_name;
  match.name = value;
  if (by_name && value.ends_with('*')) {
    match.prefix = true;
    match.name.pop_back();
    if (match.name.empty()) return bad(word, value, "matches every interface; leave it out");
  }
  if (match.name.empty() || match.name.size() >= IFNAMSIZ ||
      match.name.find_first_of("/ \t\n*\"") != std::string::npos) {
    return bad(word, value, "is not the name of an interface");
  }
  if (by_name) return match;
  match.index = index(value);
  if (match.index == 0) {
    return fail(Code::Usage, word + " " + value + ": there is no such interface", 0,
                word + "name " + value + " matches by name, also one that comes later");
  }
  return match;
}

Result<AddressMatch> read_address(Family family, const std::string& word,
                                  const std::string& value) {
  AddressMatch match;
  const auto [text, prefix] = split(value, '/');
  match.v6 = text.find(':') != std::string::npos;
  if (inet_pton(match.v6 ? AF_INET6 : AF_INET, text.c_str(), match.address.data()) != 1) {
    return bad(word, value, "is not an IPv4 or IPv6 address");
  }
  if (family != Family::Inet && match.v6 != (family == Family::Ipv6)) {
    return bad(word, value, match.v6 ? "an ip table has no IPv6" : "an ip6 table has no IPv4");
  }
  const std::uint32_t most = match.v6 ? 128 : 32;
  match.prefix = most;
  if (prefix) {
    const auto bits = prefix->starts_with("0x") ? std::nullopt : number<std::uint32_t>(*prefix);
    if (!bits || *bits > most) {
      return bad(word, value,
                 match.v6 ? "the prefix must be 0 to 128" : "the prefix must be 0 to 32");
    }
    match.prefix = *bits;
  }
  for (std::uint32_t bit = match.prefix; bit < most; ++bit) {
    auto& byte = match.address.at(bit / 8);
    byte = static_cast<std::uint8_t>(byte & ~(0x80U >> bit % 8));
  }
  return match;
}

Result<std::uint8_t> read_protocol(const std::string& value) {
  if (const auto* known = find_named(kProtocols, value)) return *known;
  if (const auto given = number<std::uint8_t>(value)) return *given;
  return bad("proto", value,
             "must be tcp, udp, udplite, sctp, dccp, icmp, icmpv6, esp, ah or 0 to 255");
}

Result<PortMatch> read_ports(const std::string& word, const std::string& value) {
  const auto [from, to] = split(value, '-');
  const auto first = number<std::uint16_t>(from);
  const auto last = to ? number<std::uint16_t>(*to) : first;
  if (!first || !last) return bad(word, value, "must be a port or a range, as 443 or 1000-2000");
  if (*last < *first) return bad(word, value, "the range ends before it begins");
  return PortMatch{*first, *last};
}

Result<std::uint32_t> read_state(const std::string& value) {
  std::uint32_t bits = 0;
  std::optional<std::string> rest = value;
  while (rest) {
    auto [name, more] = split(*rest, ',');
    const auto* bit = find_named(kStates, name);
    if (bit == nullptr) {
      return bad("state", value, "must be of invalid, established, related, new, untracked");
    }
    bits |= *bit;
    rest = std::move(more);
  }
  return bits;
}

Result<MarkMatch> read_mark(const std::string& value) {
  const auto [text, mask_text] = split(value, '/');
  const auto mark = number<std::uint32_t>(text);
  const auto mask = mask_text ? number<std::uint32_t>(*mask_text) : UINT32_MAX;
  if (!mark || !mask) return bad("mark", value, "must be a number, or number/mask");
  if ((*mark & ~*mask) != 0)
    return bad("mark", value, "has bits outside its mask, so matches nothing");
  return MarkMatch{*mark, *mask};
}

template <class T>
Result<> keep(std::optional<T>& slot, const std::string& word, Result<T> read) {
  if (!read) return tl::unexpected(std::move(read).error());
  if (slot) return fail(Code::Usage, word + " is there twice");
  slot = std::move(*read);
  return {};
}

Result<> take_pair(Family family, const std::string& word, const std::string& value,
                   const InterfaceIndex& index, MatchWords& match) {
  if (value.starts_with('@') || value.starts_with('{')) {
    return bad(word, value, "sets and lists are not possible here");
  }
  if (value.starts_with('!')) {
    return bad(word, value, "a match can't be turned round here");
  }
  if (word == "iif" || word == "iifname") {
    return keep(match.iif, word, read_interface(word, value, word == "iifname", index));
  }
  if (word == "oif" || word == "oifname") {
    return keep(match.oif, word, read_interface(word, value, word == "oifname", index));
  }
  if (word == "proto") return keep(match.protocol, word, read_protocol(value));
  if (word == "saddr") return keep(match.saddr, word, read_address(family, word, value));
  if (word == "daddr") return keep(match.daddr, word, read_address(family, word, value));
  if (word == "sport") return keep(match.sport, word, read_ports(word, value));
  if (word == "dport") return keep(match.dport, word, read_ports(word, value));
  if (word == "state") return keep(match.state, word, read_state(value));
  if (word == "mark") return keep(match.mark, word, read_mark(value));
  return fail(
      Code::Usage, "unknown match " + word, 0,
      "known are iif, iifname, oif, oifname, proto, saddr, daddr, sport, dport, state, mark");
}

Result<> check_together(const MatchWords& match) {
  if (match.saddr && match.daddr && match.saddr->v6 != match.daddr->v6) {
    return fail(Code::Usage, "saddr and daddr are not both IPv4 or both IPv6");
  }
  if (!match.sport && !match.dport) return {};
  const char* word = match.sport ? "sport" : "dport";
  if (!match.protocol) {
    return fail(Code::Usage, std::string(word) + " needs a protocol", 0, "as in proto tcp");
  }
  if (std::find(kWithPorts.begin(), kWithPorts.end(), *match.protocol) == kWithPorts.end()) {
    return fail(Code::Usage, std::string(word) + ": this protocol has no ports", 0,
                "tcp, udp, udplite, sctp and dccp have");
  }
  return {};
}

}  // namespace

Result<MatchWords> parse_match_words(Family family, std::span<const std::string> words,
                                     const InterfaceIndex& index) {
  MatchWords match;
  for (std::size_t at = 0; at < words.size(); at += 2) {
    if (at + 1 == words.size()) return fail(Code::Usage, words[at] + " needs a value");
    auto taken = take_pair(family, words[at], words[at + 1], index, match);
    if (!taken) return tl::unexpected(std::move(taken).error());
  }
  if (auto together = check_together(match); !together) {
    return tl::unexpected(std::move(together).error());
  }
  return match;
}

}  // namespace nftrace
