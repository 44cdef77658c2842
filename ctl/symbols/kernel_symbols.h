// SPDX-License-Identifier: GPL-2.0-or-later
// What /proc/kallsyms tells: which address is which function of which module.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nftrace::symbols {

struct KernelSymbol {
  std::uint64_t address = 0;
  std::string name;
  std::string module;  ///< empty: the kernel itself
};

/// A symbol, and how far behind its start.
struct Place {
  const KernelSymbol* symbol = nullptr;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;  ///< to the next symbol; 0 when there is none
};

class KernelSymbols {
 public:
  /// Reads lines like "ffffffff81000000 T _stext\t[module]". Pure.
  [[nodiscard]] static KernelSymbols parse(std::string_view text);

  /// Every address is 0: the kernel hides them from this process.
  [[nodiscard]] bool hidden() const { return hidden_; }
  [[nodiscard]] bool empty() const { return symbols_.empty(); }

  /// The symbol at or in front of the address; nothing in front of the first.
  [[nodiscard]] std::optional<Place> at(std::uint64_t address) const;

  /// All that have this name; in one module only unless `module` is empty.
  [[nodiscard]] std::vector<const KernelSymbol*> named(std::string_view name,
                                                       std::string_view module) const;

 private:
  std::vector<KernelSymbol> symbols_;  ///< by address
  bool hidden_ = true;
};

}  // namespace nftrace::symbols
