// SPDX-License-Identifier: GPL-2.0-or-later
#include "symbols/elf_file.h"

#include <elf.h>

#include <cstring>

namespace nftrace::symbols {
namespace {

tl::unexpected<Error> malformed(const char* what) {
  return fail(Code::Malformed, std::string("not a sound ELF file: ") + what);
}

/// A part of the file, or nothing when it is not inside of it.
std::optional<std::string_view> part(std::string_view bytes, std::uint64_t from,
                                     std::uint64_t size) {
  if (from > bytes.size() || size > bytes.size() - from) return std::nullopt;
  return bytes.substr(from, size);
}

template <class T>
T read_at(std::string_view bytes, std::size_t index) {
  T value;
  std::memcpy(&value, bytes.data() + index * sizeof(T), sizeof(T));
  return value;
}

std::string text_at(std::string_view strings, std::size_t at) {
  if (at >= strings.size()) return {};
  strings.remove_prefix(at);
  return std::string(strings.substr(0, strings.find('\0')));
}

struct Tables {
  std::vector<Elf64_Shdr> headers;
  std::string_view bytes;

  [[nodiscard]] std::optional<std::string_view> content(std::size_t index) const {
    if (index >= headers.size() || headers[index].sh_type == SHT_NOBITS) return std::nullopt;
    return part(bytes, headers[index].sh_offset, headers[index].sh_size);
  }
};

Result<> read_functions(const Tables& tables, std::size_t index, ElfFile& file) {
  const auto symbols = tables.content(index);
  const auto strings = tables.content(tables.headers[index].sh_link);
  if (!symbols || !strings) return malformed("its symbols lie outside");
  for (std::size_t at = 0; at < symbols->size() / sizeof(Elf64_Sym); ++at) {
    const auto symbol = read_at<Elf64_Sym>(*symbols, at);
    if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_shndx >= file.sections.size()) {
      continue;
    }
    file.functions.push_back(
        {text_at(*strings, symbol.st_name), symbol.st_value, symbol.st_size, symbol.st_shndx});
  }
  return {};
}

}  // namespace

const ElfSymbol* ElfFile::function(std::string_view name) const {
  for (const ElfSymbol& symbol : functions) {
    if (symbol.name == name) return &symbol;
  }
  return nullptr;
}

Result<ElfFile> read_elf(std::string_view bytes) {
  if (bytes.size() < sizeof(Elf64_Ehdr)) return malformed("too short");
  const auto header = read_at<Elf64_Ehdr>(bytes, 0);
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return malformed("no ELF");
  if (header.e_ident[EI_CLASS] != ELFCLASS64) return malformed("not of 64 bit");
  if (header.e_shentsize != sizeof(Elf64_Shdr)) return malformed("odd section headers");

  Tables tables{{}, bytes};
  const auto headers =
      part(bytes, header.e_shoff, std::uint64_t{header.e_shnum} * sizeof(Elf64_Shdr));
  if (!headers) return malformed("its section headers lie outside");
  for (std::size_t at = 0; at < header.e_shnum; ++at) {
    tables.headers.push_back(read_at<Elf64_Shdr>(*headers, at));
  }
  const auto names = tables.content(header.e_shstrndx);
  if (!names) return malformed("its sections have no names");

  ElfFile file;
  file.relocatable = header.e_type == ET_REL;
  for (const Elf64_Shdr& section : tables.headers) {
    file.sections.push_back({text_at(*names, section.sh_name), section.sh_addr});
    if (file.sections.back().name.starts_with(".debug_line")) file.debug = true;
  }
  for (std::size_t at = 0; at < tables.headers.size(); ++at) {
    if (tables.headers[at].sh_type != SHT_SYMTAB) continue;
    if (auto read = read_functions(tables, at, file); !read) {
      return tl::unexpected(std::move(read).error());
    }
  }
  return file;
}

}  // namespace nftrace::symbols
