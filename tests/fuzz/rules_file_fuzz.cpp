// SPDX-License-Identifier: GPL-2.0-or-later
// A saved file of rules: any bytes; what is read is written and read back the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cli/add.h"
#include "cli/rules_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace nftrace::cli;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto lines = parse_rules(text);
  if (!lines) return 0;
  for (const RulesLine& line : *lines) {
    const auto again = split_line(join_line(line.words));
    if (!again || *again != line.words) std::abort();
    (void)parse_add_words(line.words);
  }
  return 0;
}
