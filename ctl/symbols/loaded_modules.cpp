// SPDX-License-Identifier: GPL-2.0-or-later
#include "symbols/loaded_modules.h"

#include <algorithm>

#include "doctor/module_file.h"

namespace nftrace::symbols {
namespace {

using doctor::Machine;

std::string with_underscores(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

/// The build id out of a note: a header of 12 bytes and "GNU", then the id.
std::string build_id(const Machine& machine, const std::string& name) {
  const auto note = machine.read("/sys/module/" + name + "/notes/.note.gnu.build-id");
  if (!note || note->size() <= 16) return {};
  constexpr const char* kDigits = "0123456789abcdef";
  std::string id;
  for (std::size_t at = 16; at < note->size(); ++at) {
    const auto byte = static_cast<unsigned char>((*note)[at]);
    id += kDigits[byte >> 4U];
    id += kDigits[byte & 15U];
  }
  return id;
}

std::vector<LoadedSection> sections_of(const Machine& machine, const std::string& folder) {
  std::vector<LoadedSection> sections;
  for (const std::string& name : machine.list(folder)) {
    // Memory of .init sections is given back after the start, and used by others.
    if (name.starts_with(".init")) continue;
    std::string text = doctor::trimmed(machine.read(folder + "/" + name).value_or(""));
    if (text.starts_with("0x")) text.erase(0, 2);
    if (const auto address = doctor::parse_number(text, 16)) sections.push_back({name, *address});
  }
  return sections;
}

}  // namespace

std::uint64_t LoadedModule::address_of(std::string_view section) const {
  for (const LoadedSection& one : sections) {
    if (one.name == section) return one.address;
  }
  return 0;
}

bool compressed(std::string_view file) {
  return file.ends_with(".xz") || file.ends_with(".zst") || file.ends_with(".gz");
}

std::string module_path(const Machine& machine, const std::string& name) {
  const std::string folder = doctor::module_folder(machine);
  for (const std::string& line : machine.lines(folder + "/modules.dep")) {
    const std::string path = line.substr(0, line.find(':'));
    const auto slash = path.rfind('/');
    const std::string file = slash == std::string::npos ? path : path.substr(slash + 1);
    if (with_underscores(file.substr(0, file.find(".ko"))) == name) return folder + "/" + path;
  }
  return {};
}

std::string debug_path(const Machine& machine, const std::string& name, const std::string& file) {
  std::vector<std::string> candidates;
  if (const std::string id = build_id(machine, name); id.size() > 2) {
    candidates.push_back("/usr/lib/debug/.build-id/" + id.substr(0, 2) + "/" + id.substr(2) +
                         ".debug");
  }
  if (const auto end = file.rfind(".ko"); end != std::string::npos) {
    const std::string plain = file.substr(0, end + 3);
    for (const char* top : {"/usr/lib/debug", "/usr/lib/debug/usr"}) {
      candidates.push_back(top + plain + ".debug");
      candidates.push_back(top + plain);
    }
  }
  for (const std::string& path : candidates) {
    if (machine.exists(path)) return path;
  }
  return {};
}

std::string vmlinux_path(const Machine& machine) {
  const std::string& release = machine.release();
  for (const std::string& path :
       {"/usr/lib/debug/boot/vmlinux-" + release,
        "/usr/lib/debug/lib/modules/" + release + "/vmlinux",
        "/usr/lib/debug/usr/lib/modules/" + release + "/vmlinux", "/boot/vmlinux-" + release,
        "/lib/modules/" + release + "/build/vmlinux"}) {
    if (machine.exists(path)) return path;
  }
  return {};
}

Result<std::string> read_unpacked(const Machine& machine, const std::string& file) {
  std::optional<std::string> bytes;
  if (file.ends_with(".xz")) {
    bytes = machine.run({"xz", "-dc", file});
  } else if (file.ends_with(".zst")) {
    bytes = machine.run({"zstd", "-dcq", file});
  } else if (file.ends_with(".gz")) {
    bytes = machine.run({"zcat", file});
  } else {
    bytes = machine.read(file);
  }
  if (!bytes) return fail(Code::NotFound, "cannot read " + file);
  return *std::move(bytes);
}

Result<std::vector<LoadedModule>> loaded_modules(const Machine& machine) {
  std::vector<LoadedModule> modules;
  bool hidden = false;
  for (const std::string& name : machine.list("/sys/module")) {
    const std::string folder = "/sys/module/" + name + "/sections";
    if (!machine.exists(folder)) continue;
    LoadedModule module;
    module.name = name;
    module.sections = sections_of(machine, folder);
    const bool all_zero = std::all_of(module.sections.begin(), module.sections.end(),
                                      [](const LoadedSection& one) { return one.address == 0; });
    hidden = hidden || all_zero;
    module.file = module_path(machine, name);
    module.debug = debug_path(machine, name, module.file);
    modules.push_back(std::move(module));
  }
  if (hidden) {
    return fail(Code::Permission, "the kernel hides the addresses of modules", 0,
                "run it as root, and set: sysctl -w kernel.kptr_restrict=1");
  }
  return modules;
}

}  // namespace nftrace::symbols
