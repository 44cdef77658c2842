// SPDX-License-Identifier: GPL-2.0-or-later
// Commands that tell gdb where modules lie.
#pragma once

#include <string>
#include <vector>

#include "symbols/loaded_modules.h"

namespace nftrace::symbols {

/// "add-symbol-file FILE TEXT -s SECTION ADDRESS ..." with every section of the
/// module; a comment that says why when it can't be. `file` is what gdb shall
/// read: not compressed. Pure.
[[nodiscard]] std::string gdb_line(const LoadedModule& module, const std::string& file);

}  // namespace nftrace::symbols
