// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/kernel_config.h"

#include <array>
#include <sstream>

namespace nftrace::doctor {
namespace {

constexpr std::string_view kPrefix = "CONFIG_";
constexpr std::string_view kOff = "# CONFIG_";
constexpr std::string_view kNotSet = " is not set";
constexpr std::array<Renamed, 3> kRenamed = {{
    {"IP_NF_NAT", "NF_NAT_IPV4", "3.17"},
    {"IP6_NF_NAT", "NF_NAT_IPV6", "3.17"},
    {"NF_LOG_SYSLOG", "NF_LOG_COMMON", "5.13"},
}};

}  // namespace

const Renamed* renamed(std::string_view option) {
  for (const Renamed& one : kRenamed) {
    if (option == one.now) return &one;
  }
  return nullptr;
}

KernelConfig KernelConfig::parse(std::string_view text) {
  KernelConfig config;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(kOff) && line.ends_with(kNotSet)) {
      config.off_.insert(line.substr(kOff.size(), line.size() - kOff.size() - kNotSet.size()));
      continue;
    }
    const auto equals = line.find('=');
    if (!line.starts_with(kPrefix) || equals == std::string::npos) continue;
    config.options_[line.substr(kPrefix.size(), equals - kPrefix.size())] =
        trimmed(line.substr(equals + 1));
  }
  return config;
}

std::optional<KernelConfig> KernelConfig::read(const Machine& machine) {
  for (const std::string& path :
       {"/boot/config-" + machine.release(), "/lib/modules/" + machine.release() + "/config",
        "/usr/lib/modules/" + machine.release() + "/config"}) {
    if (const auto text = machine.read(path)) return parse(*text);
  }
  if (!machine.exists("/proc/config.gz")) return std::nullopt;
  const auto text = machine.run({"zcat", "/proc/config.gz"});
  if (!text) return std::nullopt;
  return parse(*text);
}

bool KernelConfig::has(const std::string& option) const {
  const auto set = [&](std::string_view name) {
    const auto found = options_.find(name);
    return found != options_.end() && (found->second == "y" || found->second == "m");
  };
  if (set(option)) return true;
  const Renamed* old = renamed(option);
  return old != nullptr && set(old->before);
}

}  // namespace nftrace::doctor
