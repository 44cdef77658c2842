// SPDX-License-Identifier: GPL-2.0-or-later
// The iptables plugin's file, and what stands in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doctor/machine.h"

namespace nftrace::doctor {

inline constexpr const char* kPluginName = "libxt_NFTRACE.so";

/// What the plugin says of itself.
struct PluginNote {
  std::string version;
  std::uint64_t info_size = 0;  ///< bytes of its option block
};

/// Reads the note "nftrace-plugin version=V info_size=N" out of a plugin's bytes.
/// Nothing when it has none: it is older, or not ours. Pure.
[[nodiscard]] std::optional<PluginNote> read_plugin_note(std::string_view bytes);

/// The folder for plugins that a libxtables was built with: the path in it that
/// ends with "/xtables". Pure.
[[nodiscard]] std::optional<std::string> plugin_folder_in(std::string_view library);

/// Where this system's iptables looks for plugins, first place first: XTABLES_LIBDIR
/// of the environment, then what its libxtables says.
[[nodiscard]] std::vector<std::string> plugin_folders(const Machine& machine);

}  // namespace nftrace::doctor
