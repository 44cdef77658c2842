// SPDX-License-Identifier: GPL-2.0-or-later
// From an address, or a symbol with an offset, to function, module and source line.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "doctor/machine.h"
#include "netlink/result.h"
#include "symbols/elf_file.h"
#include "symbols/kernel_symbols.h"

namespace nftrace::symbols {

/// What somebody typed or the kernel printed: "ffffffff81a2b3c4", "0x...",
/// "nf_hook_slow+0x4d/0xc0", "nft_do_chain+0x12 [nf_tables]", "nf_hook_slow+98".
/// An offset without 0x is decimal.
struct Question {
  std::optional<std::uint64_t> address;
  std::string symbol;  ///< empty with an address
  std::uint64_t offset = 0;
  std::string module;  ///< empty: not said
};

/// Usage for what is neither. Pure.
[[nodiscard]] Result<Question> parse_question(const std::string& text);

struct Answer {
  std::string symbol;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;                ///< of the function; 0: unknown
  std::string module;                    ///< empty: the kernel itself
  std::optional<std::uint64_t> address;  ///< nothing: hidden
  std::string line;                      ///< "net/netfilter/core.c:626"; empty: unknown
};

/// "nft_do_chain+0x12/0x5f0 [nf_tables]"
[[nodiscard]] std::string to_string(const Answer& answer);

/// Keeps what it has read, so that many questions cost little more than one.
class Resolver {
 public:
  explicit Resolver(const doctor::Machine& machine);

  /// Errors: NotFound when no such symbol or address is there, or the name means
  /// several; Permission when an address is asked for and the kernel hides them.
  [[nodiscard]] Result<Answer> resolve(const Question& question);

 private:
  [[nodiscard]] Result<Answer> resolve_address(std::uint64_t address);
  [[nodiscard]] Result<Answer> resolve_symbol(const Question& question);
  /// The file's own size of a function, and the line of source at the offset.
  void look_into_files(Answer& answer);
  [[nodiscard]] const ElfFile* elf(const std::string& path);

  const doctor::Machine& machine_;
  KernelSymbols symbols_;
  std::map<std::string, std::optional<ElfFile>> files_;
};

}  // namespace nftrace::symbols
