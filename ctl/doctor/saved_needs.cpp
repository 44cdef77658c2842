// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/saved_needs.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace nftrace::doctor {
namespace {

std::vector<std::string> iptables_files(int family) {
  const std::string six = family == 6 ? "6" : "";
  return {"/etc/iptables/rules.v" + std::to_string(family), "/etc/sysconfig/ip" + six + "tables",
          "/etc/iptables/ip" + six + "tables.rules"};
}

std::string upper(std::string_view name) {
  std::string text;
  for (const char c : name) {
    text += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return text;
}

/// Words of nft's language, with the option that brings their module.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kExpressions = {{
    {"ct", "NFT_CT"},
    {"dnat", "NFT_NAT"},
    {"fib", "NFT_FIB"},
    {"flowtable", "NF_FLOW_TABLE"},
    {"limit", "NFT_LIMIT"},
    {"log", "NFT_LOG"},
    {"masquerade", "NFT_MASQ"},
    {"numgen", "NFT_NUMGEN"},
    {"queue", "NFT_QUEUE"},
    {"quota", "NFT_QUOTA"},
    {"redirect", "NFT_REDIR"},
    {"reject", "NFT_REJECT"},
    {"snat", "NFT_NAT"},
    {"synproxy", "NFT_SYNPROXY"},
    {"tproxy", "NFT_TPROXY"},
}};

void add(std::vector<Need>& needs, Need need) {
  const bool known = std::any_of(needs.begin(), needs.end(),
                                 [&](const Need& one) { return one.word == need.word; });
  if (!known) needs.push_back(std::move(need));
}

/// The text without comments and strings, in which any word may stand.
std::string plain(std::string_view text) {
  std::string kept;
  bool comment = false;
  bool quoted = false;
  for (const char c : text) {
    if (c == '\n') comment = quoted = false;
    if (c == '"' && !comment) quoted = !quoted;
    if (c == '#' && !quoted) comment = true;
    const bool word = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    kept += comment || quoted || !word ? ' ' : c;
  }
  return kept;
}

}  // namespace

std::set<std::string> saved_tables(const Machine& machine, int family) {
  std::set<std::string> tables{"filter"};
  for (const std::string& path : iptables_files(family)) {
    for (const std::string& line : machine.lines(path)) {
      if (line.size() > 1 && line[0] == '*') tables.insert(trimmed(line.substr(1)));
    }
  }
  return tables;
}

std::vector<Need> needs_of_iptables(std::string_view text) {
  std::vector<Need> needs;
  const auto words = split_words(text);
  for (std::size_t at = 0; at + 1 < words.size(); ++at) {
    const std::string name = upper(words[at + 1]);
    if (words[at] == "-m") {
      add(needs, {"-m " + words[at + 1],
                  {"NETFILTER_XT_MATCH_" + name, "IP_NF_MATCH_" + name, "IP6_NF_MATCH_" + name}});
    } else if (words[at] == "-j" && name == words[at + 1]) {
      add(needs,
          {"-j " + name,
           {"NETFILTER_XT_TARGET_" + name, "IP_NF_TARGET_" + name, "IP6_NF_TARGET_" + name}});
    }
  }
  return needs;
}

std::vector<Need> needs_of_nft(std::string_view text) {
  std::vector<Need> needs;
  for (const std::string& word : split_words(plain(text))) {
    for (const auto& [name, option] : kExpressions) {
      if (word == name) add(needs, {word, {std::string(option)}});
    }
  }
  return needs;
}

std::vector<Need> saved_needs(const Machine& machine) {
  std::vector<Need> needs;
  for (const int family : {4, 6}) {
    for (const std::string& path : iptables_files(family)) {
      for (Need& need : needs_of_iptables(machine.read(path).value_or(""))) {
        add(needs, std::move(need));
      }
    }
  }
  std::vector<std::string> files{"/etc/nftables.conf", "/etc/sysconfig/nftables.conf"};
  for (const std::string& name : machine.list("/etc/nftables")) {
    files.push_back("/etc/nftables/" + name);
  }
  for (const std::string& path : files) {
    for (Need& need : needs_of_nft(machine.read(path).value_or(""))) add(needs, std::move(need));
  }
  return needs;
}

}  // namespace nftrace::doctor
