// SPDX-License-Identifier: GPL-2.0-or-later
// The ruleset: which iptables, what the kernel must have for it, what boot loads,
// what hides packets from it.
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "doctor/checks.h"
#include "doctor/kernel_config.h"
#include "doctor/module_file.h"
#include "doctor/saved_needs.h"
#include "ruleset/iptables.h"
#include "ruleset/saved_rules.h"

namespace nftrace::doctor {
namespace {

constexpr const char* kToNft =
    "update-alternatives --set iptables /usr/sbin/iptables-nft && "
    "update-alternatives --set ip6tables /usr/sbin/ip6tables-nft";

std::optional<Backend> backend_here(const Machine& machine) {
  const auto version = machine.run({"iptables", "-V"});
  if (!version) return std::nullopt;
  return backend_of_version(*version);
}

std::string option_of_table(int family, const std::string& table) {
  static const std::map<std::string, std::string> kNames = {{"filter", "FILTER"},
                                                            {"nat", "NAT"},
                                                            {"mangle", "MANGLE"},
                                                            {"raw", "RAW"},
                                                            {"security", "SECURITY"}};
  const auto found = kNames.find(table);
  if (found == kNames.end()) return {};
  return std::string(family == 6 ? "IP6_NF_" : "IP_NF_") + found->second;
}

std::string described(const std::string& option) {
  const Renamed* old = renamed(option);
  if (old == nullptr) return "CONFIG_" + option;
  return fmt::format("CONFIG_{} (CONFIG_{} before {})", option, old->before, old->when);
}

/// Options that are missing, of those that this backend and these tables need.
std::vector<std::string> missing_options(const Machine& machine, const KernelConfig& config,
                                         Backend backend) {
  std::vector<std::string> wanted = {"NETFILTER", "NETFILTER_XTABLES"};
  if (backend == Backend::Nft) {
    wanted.insert(wanted.end(), {"NF_TABLES", "NFT_COMPAT"});
  } else {
    for (const int family : {4, 6}) {
      for (const std::string& table : saved_tables(machine, family)) {
        const std::string option = option_of_table(family, table);
        if (!option.empty()) wanted.push_back(option);
      }
    }
  }
  std::vector<std::string> missing;
  for (const std::string& option : wanted) {
    if (!config.has(option)) missing.push_back(option);
  }
  return missing;
}

/// Of what saved rules use, only that counts as missing which the configuration
/// names as off: not everything has an option of its name.
Finding check_saved_needs(const Machine& machine, const KernelConfig& config) {
  std::string missing;
  for (const Need& need : saved_needs(machine)) {
    const auto& options = need.options;
    const bool there = std::any_of(options.begin(), options.end(),
                                   [&](const std::string& option) { return config.has(option); });
    const auto off = std::find_if(options.begin(), options.end(),
                                  [&](const std::string& option) { return config.off(option); });
    if (there || off == options.end()) continue;
    list_more(missing, fmt::format("\"{}\" (CONFIG_{})", need.word, *off));
  }
  if (missing.empty()) return ok("kernel-config", "has what this ruleset needs");
  return failure("kernel-config", "saved rules use what this kernel was built without: " + missing,
                 "apt-get install linux-image-amd64 && reboot");
}

/// A path as one word of a shell, which is where people paste commands.
std::string shell_word(const std::string& path) {
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("/._-+,:").find(c) != std::string_view::npos;
  });
  if (plain) return path;
  std::string word = "'";
  for (const char c : path) word += c == '\'' ? "'\\''" : std::string(1, c);
  return word + "'";
}

}  // namespace

Findings check_backend(const Machine& machine, const Facts& facts) {
  const auto backend = backend_here(machine);
  if (!backend) {
    return {warning("backend", "there is no iptables; nfctl add FAMILY TABLE CHAIN still works",
                    "apt-get install iptables")};
  }
  const bool nft = *backend == Backend::Nft;
  const auto others = nft ? facts.legacy_rules : facts.iptables_nft_rules;
  const std::string name = nft ? "iptables is iptables-nft" : "iptables is iptables-legacy";
  const std::string other = nft ? "iptables-legacy" : "iptables-nft";
  if (!others) return {warning("backend", name + "; rules of " + other + " could not be read")};
  if (*others == 0) return {ok("backend", name + "; " + other + " has no rules")};
  return {
      warning("backend",
              fmt::format("{}, but {} has {} rules too: packets meet both", name, other, *others),
              other + "-save")};
}

Findings check_config(const Machine& machine, const Facts&) {
  const auto config = KernelConfig::read(machine);
  if (!config) {
    return {warning("kernel-config", "unknown: there is neither /boot/config-" + machine.release() +
                                         " nor /proc/config.gz")};
  }
  const auto backend = backend_here(machine).value_or(Backend::Nft);
  const auto missing = missing_options(machine, *config, backend);
  if (missing.empty()) return {check_saved_needs(machine, *config)};
  std::string names;
  for (const std::string& option : missing) list_more(names, described(option));
  // From Linux 6.17 on legacy tables hang on an option that PREEMPT_RT excludes.
  if (backend == Backend::Legacy) {
    const bool all = !config->has("IP_NF_FILTER") && !config->has("NETFILTER_XTABLES_LEGACY");
    return {failure("kernel-config",
                    all ? "iptables is iptables-legacy, and this kernel has no legacy tables "
                          "(CONFIG_NETFILTER_XTABLES_LEGACY, from Linux 6.17 on)"
                        : names + " is off, but iptables-legacy and the saved rules need it",
                    kToNft)};
  }
  return {failure("kernel-config", names + " is off, but iptables-nft needs it",
                  "apt-get install linux-image-amd64 && reboot")};
}

Findings check_tables(const Machine& machine, const Facts&) {
  if (backend_here(machine).value_or(Backend::Nft) == Backend::Nft) {
    return {ok("tables", "nft makes them when they are wanted")};
  }
  const auto config = KernelConfig::read(machine);
  Findings found;
  for (const int family : {4, 6}) {
    const std::string six = family == 6 ? "6" : "";
    const auto there = machine.lines("/proc/net/ip" + six + "_tables_names");
    for (const std::string& table : saved_tables(machine, family)) {
      if (std::find(there.begin(), there.end(), table) != there.end()) continue;
      const std::string name = "table " + table + " of ip" + six + "tables";
      const std::string option = option_of_table(family, table);
      const std::string module = "ip" + six + "table_" + table;
      const std::string known = machine.read(module_folder(machine) + "/modules.dep").value_or("");
      if (config && !option.empty() && !config->has(option)) {
        found.push_back(
            failure("tables", name + " can't exist: " + described(option) + " is off", kToNft));
      } else if (known.find("/" + module + ".ko") == std::string::npos) {
        found.push_back(failure("tables", name + " can't exist: there is no module " + module,
                                "apt-get install --reinstall linux-image-" + machine.release()));
      } else if (table != "filter") {
        found.push_back(warning("tables", name + " is in the saved rules, but not in the kernel",
                                "modprobe " + module));
      }
    }
  }
  if (found.empty()) found.push_back(ok("tables", "every table that is wanted exists or can"));
  return found;
}

Findings check_saved(const Machine& machine, const Facts&) {
  const SavedRules saved = find_saved_rules(machine.root());
  Findings found;
  std::string restored;
  for (const SavedRule& rule : saved.found) {
    if (rule.kind == SavedKind::Iptables) {
      list_more(restored, rule.file);
      continue;
    }
    found.push_back(failure(
        "saved-rules",
        fmt::format("{} was saved with an NFTRACE rule in it (line {}): nft -f refuses it, so "
                    "the firewall is gone after the next boot",
                    rule.file, rule.line),
        "sed -i '/xt target \"\\?NFTRACE/d' " + shell_word(rule.file)));
  }
  for (const UnreadFile& file : saved.unread) {
    found.push_back(warning("saved-rules", file.file + " could not be looked at: " + file.why));
  }
  if (!found.empty()) return found;
  return {ok("saved-rules", restored.empty()
                                ? "no saved ruleset holds an NFTRACE rule"
                                : restored + ": needs the plugin and the module when it boots")};
}

Findings check_logger(const Machine& machine, const Facts&) {
  constexpr std::array<const char*, 2> kNames = {"IPv4", "IPv6"};
  constexpr std::array<const char*, 2> kFamilies = {"2", "10"};
  constexpr std::array<const char*, 2> kOurs = {"nf_log_ipv4", "nf_log_ipv6"};
  Findings found;
  std::string bound;
  for (const std::string& line : machine.lines("/proc/net/netfilter/nf_log")) {
    const auto words = split_words(line);
    for (std::size_t at = 0; at < kNames.size(); ++at) {
      if (words.size() < 2 || words[0] != kFamilies[at]) continue;
      const std::string& logger = words[1];
      list_more(bound, fmt::format("{}: {}", kNames[at], logger == "NONE" ? "none" : logger));
      if (logger == "NONE" || logger == kOurs[at] || logger == "nf_log_syslog") continue;
      found.push_back(warning(
          "logger",
          fmt::format("{} is logged by {}: lines of LOG and TRACE go there, not to the kernel log",
                      kNames[at], logger),
          fmt::format("modprobe nf_log_syslog && sysctl -w net.netfilter.nf_log.{}={}",
                      kFamilies[at], kOurs[at])));
    }
  }
  if (found.empty()) found.push_back(ok("logger", bound.empty() ? "none" : bound));
  return found;
}

Findings check_offload(const Machine&, const Facts& facts) {
  if (!facts.flowtables) return {warning("offload", "flowtables could not be read")};
  Findings found;
  for (const Flowtable& flowtable : *facts.flowtables) {
    found.push_back(warning("offload",
                            fmt::format("flowtable {}{}: packets of its flows pass no hook, so no "
                                        "rule sees them",
                                        flowtable.name, flowtable.hardware ? " (in hardware)" : ""),
                            "nft delete flowtable " + flowtable.name));
  }
  if (found.empty()) found.push_back(ok("offload", "no flowtable hides packets"));
  return found;
}

}  // namespace nftrace::doctor
