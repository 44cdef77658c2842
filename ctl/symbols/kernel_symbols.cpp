// SPDX-License-Identifier: GPL-2.0-or-later
#include "symbols/kernel_symbols.h"

#include <algorithm>
#include <charconv>

namespace nftrace::symbols {
namespace {

/// Cuts the first word off a line.
std::string_view take_word(std::string_view& line) {
  const auto first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  const auto end = std::min(line.find_first_of(" \t", first), line.size());
  const auto word = line.substr(first, end - first);
  line.remove_prefix(end);
  return word;
}

}  // namespace

KernelSymbols KernelSymbols::parse(std::string_view text) {
  KernelSymbols symbols;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));

    const auto address = take_word(line);
    const auto type = take_word(line);
    const auto name = take_word(line);
    auto module = take_word(line);
    if (name.empty() || type.size() != 1) continue;
    KernelSymbol symbol;
    const auto read =
        std::from_chars(address.data(), address.data() + address.size(), symbol.address, 16);
    if (read.ec != std::errc() || read.ptr != address.data() + address.size()) continue;
    if (module.starts_with('[') && module.ends_with(']')) {
      module = module.substr(1, module.size() - 2);
    }
    symbol.name = name;
    symbol.module = module;
    if (symbol.address != 0) symbols.hidden_ = false;
    symbols.symbols_.push_back(std::move(symbol));
  }
  std::stable_sort(
      symbols.symbols_.begin(), symbols.symbols_.end(),
      [](const KernelSymbol& a, const KernelSymbol& b) { return a.address < b.address; });
  return symbols;
}

std::optional<Place> KernelSymbols::at(std::uint64_t address) const {
  if (hidden_) return std::nullopt;
  const auto behind = std::upper_bound(
      symbols_.begin(), symbols_.end(), address,
      [](std::uint64_t wanted, const KernelSymbol& symbol) { return wanted < symbol.address; });
  if (behind == symbols_.begin()) return std::nullopt;
  // Of several at one address the first one: what the kernel itself prints.
  auto found = behind - 1;
  while (found != symbols_.begin() && (found - 1)->address == found->address) --found;
  Place place{&*found, address - found->address, 0};
  if (behind != symbols_.end()) place.size = behind->address - found->address;
  return place;
}

std::vector<const KernelSymbol*> KernelSymbols::named(std::string_view name,
                                                      std::string_view module) const {
  std::vector<const KernelSymbol*> found;
  for (const KernelSymbol& symbol : symbols_) {
    if (symbol.name == name && (module.empty() || symbol.module == module)) {
      found.push_back(&symbol);
    }
  }
  return found;
}

}  // namespace nftrace::symbols
