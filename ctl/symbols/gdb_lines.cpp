// SPDX-License-Identifier: GPL-2.0-or-later
#include "symbols/gdb_lines.h"

#include <spdlog/fmt/fmt.h>

namespace nftrace::symbols {

std::string gdb_line(const LoadedModule& module, const std::string& file) {
  if (file.empty()) return "# " + module.name + ": its file was not found";
  if (compressed(file)) {
    return "# " + module.name + ": gdb can't read " + file + "; add --unpack DIRECTORY";
  }
  const std::uint64_t text = module.address_of(".text");
  std::string line = "add-symbol-file " + file;
  if (text != 0) line += fmt::format(" 0x{:x}", text);
  for (const LoadedSection& section : module.sections) {
    if (section.name == ".text" || section.address == 0) continue;
    line += fmt::format(" -s {} 0x{:x}", section.name, section.address);
  }
  return line;
}

}  // namespace nftrace::symbols
