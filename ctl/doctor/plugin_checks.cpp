// SPDX-License-Identifier: GPL-2.0-or-later
// The iptables plugin, what may be done here, and how much of it.
#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "doctor/checks.h"
#include "doctor/plugin.h"

namespace nftrace::doctor {
namespace {

constexpr unsigned kNetAdmin = 12;  // CAP_NET_ADMIN
constexpr unsigned kNearly = 90;    // percent

/// A copy of the plugin where iptables does not look.
std::optional<std::string> plugin_elsewhere(const Machine& machine) {
  for (const char* top : {"/usr/lib", "/usr/local/lib"}) {
    std::vector<std::string> folders{top};
    for (const std::string& name : machine.list(top)) {
      if (name.ends_with("-linux-gnu")) folders.push_back(std::string(top) + "/" + name);
    }
    for (const std::string& folder : folders) {
      const std::string path = folder + "/xtables/" + kPluginName;
      if (machine.exists(path)) return path;
    }
  }
  return std::nullopt;
}

std::string plugin_command(const Machine& machine, const Facts& facts, const std::string& folder) {
  if (const auto copy = plugin_elsewhere(machine)) {
    const std::string make = machine.exists(folder) ? "" : "mkdir -p " + folder + " && ";
    return make + "cp " + *copy + " " + folder + "/";
  }
  const auto status = machine.run({"dpkg-query", "-W", "-f", "${Status}", "nfctl"});
  if (status && status->ends_with(" installed")) return "apt-get install --reinstall nfctl";
  return "apt-get install ./nfctl_" + facts.tool_version + "_amd64.deb";
}

Finding check_block(const Facts& facts, const PluginNote& note) {
  const std::string plugin = fmt::format("the plugin's is {} bytes", note.info_size);
  const std::uint64_t wanted = facts.module ? facts.module->info_size : facts.info_size;
  const std::string whose = facts.module ? "the module's" : "nfctl's";
  if (note.info_size == wanted && facts.info_size == wanted) {
    return ok("option-block", fmt::format("{} bytes in plugin, module and nfctl", wanted));
  }
  return failure("option-block", fmt::format("{}, {} {}", plugin, whose, wanted),
                 "apt-get install --reinstall nfctl nftrace-dkms && modprobe -r nftrace && "
                 "modprobe nftrace");
}

}  // namespace

Findings check_plugin(const Machine& machine, const Facts& facts) {
  const auto folders = plugin_folders(machine);
  if (folders.empty()) {
    return {warning("plugin", "no libxtables here, so iptables can't be; nft tables still work",
                    "apt-get install iptables")};
  }
  for (const std::string& folder : folders) {
    const std::string path = folder + "/" + kPluginName;
    const auto bytes = machine.read(path);
    if (!bytes) continue;
    const auto note = read_plugin_note(*bytes);
    if (!note) {
      return {failure("plugin", path + " is not this nfctl's plugin",
                      "apt-get install --reinstall nfctl")};
    }
    Findings found;
    if (note->version == facts.tool_version) {
      found.push_back(ok("plugin", path));
    } else {
      found.push_back(failure(
          "plugin", path + " is version " + note->version + ", nfctl is " + facts.tool_version,
          "apt-get install --reinstall nfctl"));
    }
    found.push_back(check_block(facts, *note));
    return found;
  }
  return {failure(
      "plugin",
      std::string(kPluginName) + " is not in " + folders.front() + ", where iptables looks for it",
      plugin_command(machine, facts, folders.front()))};
}

Findings check_capability(const Machine& machine, const Facts& facts) {
  std::uint64_t effective = 0;
  for (const std::string& line : machine.lines("/proc/self/status")) {
    if (line.starts_with("CapEff:")) {
      effective = parse_number(trimmed(line.substr(7)), 16).value_or(0);
    }
  }
  if ((effective >> kNetAdmin & 1U) == 0) {
    return {failure("capability", "CAP_NET_ADMIN is missing: rules can be neither read nor written",
                    "sudo nfctl doctor")};
  }
  if (facts.module_refused) {
    return {failure("capability",
                    "the module refuses this user namespace: its parameter userns is N",
                    "echo Y >/sys/module/nftrace/parameters/userns (outside of the container)")};
  }
  return {ok("capability", "CAP_NET_ADMIN is there")};
}

Findings check_limits(const Machine&, const Facts& facts) {
  if (!facts.module) return {ok("limits", "not known before the module is loaded and asked")};
  const ModuleInfo& module = *facts.module;
  const auto nearly = [](std::uint64_t now, std::uint64_t most) {
    return most != 0 && now * 100 >= most * kNearly;
  };
  Findings found;
  if (nearly(module.rules, module.rules_max)) {
    found.push_back(
        warning("limits", fmt::format("{} of at most {} rules", module.rules, module.rules_max),
                fmt::format("echo options nftrace max_rules={} >>/etc/modprobe.d/nftrace.conf",
                            std::min(module.rules_max * 2, 65535U))));
  }
  if (nearly(module.flights, module.flights_quota)) {
    found.push_back(
        warning("limits",
                fmt::format("{} packets followed, at most {} here: further ones are untracked",
                            module.flights, module.flights_quota),
                fmt::format("echo options nftrace flights={} >>/etc/modprobe.d/nftrace.conf",
                            module.flights_max * 2)));
  }
  if (found.empty()) {
    found.push_back(
        ok("limits", fmt::format("{} of {} rules, {} of {} packets followed", module.rules,
                                 module.rules_max, module.flights, module.flights_quota)));
  }
  return found;
}

}  // namespace nftrace::doctor
