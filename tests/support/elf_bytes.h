// SPDX-License-Identifier: GPL-2.0-or-later
// A small module as bytes: one section of code, functions in it.
#pragma once

#include <elf.h>

#include <cstring>
#include <string>
#include <vector>

namespace nftrace::symbols {

struct MadeUpFunction {
  std::string name;
  std::uint64_t value = 0, size = 0;
};

inline std::string module_bytes(const std::vector<MadeUpFunction>& functions, bool debug = false) {
  const std::string names("\0.text\0.symtab\0.strtab\0.shstrtab\0.debug_line\0", 45);
  std::string strings(1, '\0');
  std::vector<Elf64_Sym> symbols(1);
  for (const MadeUpFunction& function : functions) {
    Elf64_Sym symbol{};
    symbol.st_name = static_cast<Elf64_Word>(strings.size());
    symbol.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC);
    symbol.st_shndx = 1;
    symbol.st_value = function.value;
    symbol.st_size = function.size;
    symbols.push_back(symbol);
    strings += function.name + '\0';
  }
  const std::size_t symbol_bytes = symbols.size() * sizeof(Elf64_Sym);

  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_type = ET_REL;
  header.e_shentsize = sizeof(Elf64_Shdr);
  header.e_shnum = debug ? 6 : 5;
  header.e_shstrndx = 4;
  header.e_shoff = sizeof(header) + symbol_bytes + strings.size() + names.size();

  std::size_t at = sizeof(header);
  const auto section = [&](Elf64_Word name, Elf64_Word type, std::size_t size, Elf64_Word link) {
    Elf64_Shdr made{};
    made.sh_name = name;
    made.sh_type = type;
    made.sh_offset = at;
    made.sh_size = size;
    made.sh_link = link;
    at += size;
    return made;
  };
  const Elf64_Shdr headers[] = {Elf64_Shdr{},
                                section(1, SHT_PROGBITS, 0, 0),
                                section(7, SHT_SYMTAB, symbol_bytes, 3),
                                section(15, SHT_STRTAB, strings.size(), 0),
                                section(23, SHT_STRTAB, names.size(), 0),
                                section(33, SHT_PROGBITS, 0, 0)};
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof(header));
  bytes.append(reinterpret_cast<const char*>(symbols.data()), symbol_bytes);
  bytes += strings + names;
  bytes.append(reinterpret_cast<const char*>(headers), header.e_shnum * sizeof(Elf64_Shdr));
  return bytes;
}

}  // namespace nftrace::symbols
