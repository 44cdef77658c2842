// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/nft_presence.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <string>
#include <string_view>

namespace nftrace {
namespace {

constexpr std::string_view kBuiltinLine = "/nf_tables.ko";
constexpr std::string_view kBuiltinSymbol = " nft_do_chain";

/// What modules.builtin of the running kernel says; nullopt when there is none.
std::optional<bool> listed_as_builtin() {
  utsname kernel{};
  if (uname(&kernel) != 0) return std::nullopt;
  std::ifstream list(std::string("/lib/modules/") + kernel.release + "/modules.builtin");
  if (!list) return std::nullopt;
  for (std::string line; std::getline(list, line);) {
    if (line.ends_with(kBuiltinLine)) return true;
  }
  return false;
}

/// A symbol of nf_tables in the kernel's own list. Slow, a few tens of
/// milliseconds: for kernels without a folder in /lib/modules only.
bool symbol_is_there() {
  std::ifstream symbols("/proc/kallsyms");
  for (std::string line; std::getline(symbols, line);) {
    if (line.ends_with(kBuiltinSymbol)) return true;
  }
  return false;
}

}  // namespace

bool nf_tables_present() {
  // A module has this folder as long as it is loaded; code that is built in
  // only has one if it has parameters, and nf_tables has none.
  if (access("/sys/module/nf_tables", F_OK) == 0) return true;
  static const bool builtin = listed_as_builtin().value_or(false) || [] {
    return !listed_as_builtin().has_value() && symbol_is_there();
  }();
  return builtin;
}

}  // namespace nftrace
