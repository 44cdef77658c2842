// SPDX-License-Identifier: GPL-2.0-or-later
// Modules that are loaded: where their sections are, and which files they have.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "doctor/machine.h"
#include "netlink/result.h"

namespace nftrace::symbols {

struct LoadedSection {
  std::string name;
  std::uint64_t address = 0;
};

struct LoadedModule {
  std::string name;
  std::vector<LoadedSection> sections;  ///< by name; without those freed after the start
  std::string file;                     ///< .ko, .ko.xz, .ko.zst, .ko.gz; empty: not found
  std::string debug;                    ///< file with lines of source; empty: none

  /// 0 when it has no section of that name.
  [[nodiscard]] std::uint64_t address_of(std::string_view section) const;
};

/// All of them, by name. Permission when the kernel hides the addresses.
[[nodiscard]] Result<std::vector<LoadedModule>> loaded_modules(const doctor::Machine& machine);

/// The module's file in the running kernel's folder; empty when there is none.
[[nodiscard]] std::string module_path(const doctor::Machine& machine, const std::string& name);

/// Its file with debug information, by its place or its build id; empty when none.
[[nodiscard]] std::string debug_path(const doctor::Machine& machine, const std::string& name,
                                     const std::string& file);

/// The kernel's own file with symbols (and lines); empty when there is none.
[[nodiscard]] std::string vmlinux_path(const doctor::Machine& machine);

/// The file's bytes, unpacked when it is compressed. NotFound when it can't be read.
[[nodiscard]] Result<std::string> read_unpacked(const doctor::Machine& machine,
                                                const std::string& file);

/// Is it packed by xz, zstd or gzip?
[[nodiscard]] bool compressed(std::string_view file);

}  // namespace nftrace::symbols
