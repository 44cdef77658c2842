// SPDX-License-Identifier: GPL-2.0-or-later
// Files of modules, lines of kallsyms, questions: any bytes.
#include <cstdint>
#include <string_view>

#include "symbols/elf_file.h"
#include "symbols/kernel_symbols.h"
#include "symbols/resolver.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)nftrace::symbols::read_elf(bytes);
  (void)nftrace::symbols::KernelSymbols::parse(bytes).at(size);
  (void)nftrace::symbols::parse_question(std::string(bytes));
  return 0;
}
