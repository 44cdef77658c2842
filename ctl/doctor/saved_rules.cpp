// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/saved_rules.h"

namespace nftrace::doctor {

std::set<std::string> saved_tables(const Machine& machine, int family) {
  std::set<std::string> tables{"filter"};
  const std::string six = family == 6 ? "6" : "";
  for (const std::string& path :
       {std::string("/etc/iptables/rules.v") + std::to_string(family),
        "/etc/sysconfig/ip" + six + "tables", "/etc/iptables/ip" + six + "tables.rules"}) {
    for (const std::string& line : machine.lines(path)) {
      if (line.size() > 1 && line[0] == '*') tables.insert(trimmed(line.substr(1)));
    }
  }
  return tables;
}

std::vector<std::string> unloadable_nft_files(const Machine& machine) {
  std::vector<std::string> files{"/etc/nftables.conf", "/etc/sysconfig/nftables.conf"};
  for (const char* folder : {"/etc/nftables.d", "/etc/nftables"}) {
    for (const std::string& name : machine.list(folder)) {
      files.push_back(std::string(folder) + "/" + name);
    }
  }
  std::vector<std::string> found;
  for (const std::string& file : files) {
    for (const std::string& line : machine.lines(file)) {
      if (line.find("xt target \"NFTRACE\"") == std::string::npos) continue;
      found.push_back(file);
      break;
    }
  }
  return found;
}

}  // namespace nftrace::doctor
