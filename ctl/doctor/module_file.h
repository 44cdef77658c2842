// SPDX-License-Identifier: GPL-2.0-or-later
// The module's file for the running kernel.
#pragma once

#include <optional>
#include <string>

#include "doctor/machine.h"

namespace nftrace::doctor {

struct ModuleFile {
  std::string path;     ///< "/lib/modules/6.1.0/updates/dkms/nftrace.ko"
  bool listed = false;  ///< modules.dep names it, so that modprobe finds it
};

[[nodiscard]] std::optional<ModuleFile> find_module_file(const Machine& machine);

/// "/lib/modules/RELEASE"
[[nodiscard]] std::string module_folder(const Machine& machine);

/// Whether a module can be built for the running kernel.
[[nodiscard]] bool headers_present(const Machine& machine);

/// A field that modinfo tells of the module's file; empty when it does not.
[[nodiscard]] std::string modinfo(const Machine& machine, const std::string& field);

}  // namespace nftrace::doctor
