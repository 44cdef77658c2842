// SPDX-License-Identifier: GPL-2.0-or-later
// The file of saved rules: a line for each, in the words of nfctl add.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "netlink/result.h"

namespace nftrace::cli {

inline constexpr const char* kRulesFile = "/etc/nftrace/rules.conf";

struct RulesLine {
  unsigned number = 0;  ///< from 1, for messages
  std::vector<std::string> words;
};

/// The words of each line that has any. Blanks part them; '...' holds anything but
/// ', "..." anything with \ in front of " and \; # begins a comment. The words
/// "nfctl add" in front are passed over. Usage, with the line, for a quote that
/// does not end. Pure.
[[nodiscard]] Result<std::vector<RulesLine>> parse_rules(std::string_view text);

/// One line's words, as parse_rules() parts them. Pure.
[[nodiscard]] Result<std::vector<std::string>> split_line(std::string_view line);

/// Words as a line that parse_rules() reads back the same. Pure.
[[nodiscard]] std::string join_line(const std::vector<std::string>& words);

/// Puts `text` in the file's place: all of it or, on a full disk or without
/// permission, nothing, and the old file stays. Makes its folder. Mode 0644.
[[nodiscard]] Result<> write_whole(const std::string& path, std::string_view text);

}  // namespace nftrace::cli
