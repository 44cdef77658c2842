// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/plugin.h"

#include <array>
#include <cstdlib>

namespace nftrace::doctor {
namespace {

constexpr std::string_view kNote = "nftrace-plugin version=";
constexpr std::string_view kSize = " info_size=";

/// The folders that the dynamic linker of Debian goes through, in its order.
std::vector<std::string> library_folders(const Machine& machine) {
  std::vector<std::string> folders;
  for (const char* top : {"/usr/local/lib", "/lib", "/usr/lib"}) {
    folders.emplace_back(top);
    for (const std::string& name : machine.list(top)) {
      if (name.ends_with("-linux-gnu")) folders.push_back(std::string(top) + "/" + name);
    }
    folders.push_back(std::string(top) + "64");
  }
  return folders;
}

}  // namespace

std::optional<PluginNote> read_plugin_note(std::string_view bytes) {
  const auto at = bytes.find(kNote);
  if (at == std::string_view::npos) return std::nullopt;
  bytes.remove_prefix(at + kNote.size());
  bytes = bytes.substr(0, bytes.find('\0'));
  const auto size_at = bytes.find(kSize);
  if (size_at == std::string_view::npos) return std::nullopt;
  const auto size = parse_number(bytes.substr(size_at + kSize.size()));
  if (!size) return std::nullopt;
  return PluginNote{std::string(bytes.substr(0, size_at)), *size};
}

std::optional<std::string> plugin_folder_in(std::string_view library) {
  constexpr std::string_view kEnd("/xtables\0", 9);
  for (auto end = library.find(kEnd); end != std::string_view::npos;
       end = library.find(kEnd, end + 1)) {
    const auto before = library.rfind('\0', end);
    const auto first = before == std::string_view::npos ? 0 : before + 1;
    const auto path = library.substr(first, end + kEnd.size() - 1 - first);
    if (path.starts_with('/') && !path.starts_with("/proc")) return std::string(path);
  }
  return std::nullopt;
}

std::vector<std::string> plugin_folders(const Machine& machine) {
  std::vector<std::string> found;
  if (const char* wish = std::getenv("XTABLES_LIBDIR"); wish != nullptr && *wish != '\0') {
    const std::string_view all(wish);
    for (std::size_t from = 0; from <= all.size();) {
      const auto end = std::min(all.find(':', from), all.size());
      if (end > from) found.emplace_back(all.substr(from, end - from));
      from = end + 1;
    }
    return found;
  }
  for (const std::string& folder : library_folders(machine)) {
    for (const std::string& name : machine.list(folder)) {
      if (!name.starts_with("libxtables.so.")) continue;
      if (const auto library = machine.read(folder + "/" + name)) {
        if (const auto plugins = plugin_folder_in(*library)) return {*plugins};
      }
    }
  }
  return found;
}

}  // namespace nftrace::doctor
