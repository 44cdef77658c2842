// SPDX-License-Identifier: GPL-2.0-or-later
// Sections and symbols of an ELF file, as modules and vmlinux have them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "netlink/result.h"

namespace nftrace::symbols {

struct ElfSection {
  std::string name;
  std::uint64_t address = 0;  ///< 0 in a module, which is linked when it is loaded
};

struct ElfSymbol {
  std::string name;
  std::uint64_t value = 0;  ///< address, or offset in its section for a module
  std::uint64_t size = 0;
  std::size_t section = 0;  ///< index into the sections
};

struct ElfFile {
  bool relocatable = false;  ///< a module
  std::vector<ElfSection> sections;
  std::vector<ElfSymbol> functions;
  bool debug = false;  ///< has lines of source

  [[nodiscard]] const ElfSymbol* function(std::string_view name) const;
};

/// Reads a 64-bit ELF file of this machine's byte order. Pure; any bytes are safe.
/// Malformed when it is none, or a length in it leads out of it.
[[nodiscard]] Result<ElfFile> read_elf(std::string_view bytes);

}  // namespace nftrace::symbols
