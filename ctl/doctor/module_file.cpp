// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/module_file.h"

namespace nftrace::doctor {

std::string module_folder(const Machine& machine) { return "/lib/modules/" + machine.release(); }

bool headers_present(const Machine& machine) {
  return machine.exists(module_folder(machine) + "/build/Makefile");
}

std::optional<ModuleFile> find_module_file(const Machine& machine) {
  const std::string folder = module_folder(machine);
  for (const std::string& line : machine.lines(folder + "/modules.dep")) {
    const std::string path = line.substr(0, line.find(':'));
    if (path.find("/nftrace.ko") == std::string::npos) continue;
    const std::string full = folder + "/" + path;
    if (machine.exists(full)) return ModuleFile{full, true};
  }
  for (const char* place : {"/updates/dkms", "/updates", "/extra"}) {
    for (const std::string& name : machine.list(folder + place)) {
      if (name.starts_with("nftrace.ko")) return ModuleFile{folder + place + "/" + name, false};
    }
  }
  return std::nullopt;
}

std::string modinfo(const Machine& machine, const std::string& field) {
  return trimmed(machine.run({"modinfo", "-F", field, "nftrace"}).value_or(""));
}

}  // namespace nftrace::doctor
