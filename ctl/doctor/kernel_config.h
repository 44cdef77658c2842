// SPDX-License-Identifier: GPL-2.0-or-later
// What the running kernel was built with.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "doctor/machine.h"

namespace nftrace::doctor {

/// Options without their CONFIG_.
class KernelConfig {
 public:
  /// Reads a file of lines like CONFIG_NETFILTER=y. Pure.
  [[nodiscard]] static KernelConfig parse(std::string_view text);

  /// /boot/config-RELEASE, config in the kernel's module folder, or
  /// /proc/config.gz; nothing when there is none of them.
  [[nodiscard]] static std::optional<KernelConfig> read(const Machine& machine);

  /// Built in or as a module, by its name of today or an older one.
  [[nodiscard]] bool has(const std::string& option) const;

  /// The file itself says that this option could be set and is not.
  [[nodiscard]] bool off(std::string_view option) const { return off_.contains(option); }

 private:
  std::map<std::string, std::string, std::less<>> options_;
  std::set<std::string, std::less<>> off_;
};

/// What an option was called before, and when that changed; nullptr when it never did.
struct Renamed {
  const char* now;
  const char* before;
  const char* when;
};
[[nodiscard]] const Renamed* renamed(std::string_view option);

}  // namespace nftrace::doctor
