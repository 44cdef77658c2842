// SPDX-License-Identifier: GPL-2.0-or-later
// The machine that is looked at: its files below a root, and its programs.
//
// Tests put a folder of files and a function in place of both.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nftrace::doctor {

/// Runs a program, found in a fixed PATH, and returns what it wrote on standard
/// output; nothing when it is not there or its exit status is not 0.
using Run = std::function<std::optional<std::string>(const std::vector<std::string>& words)>;

class Machine {
 public:
  /// `root` stands before every path: "" is the machine itself. `release` is what
  /// uname -r says.
  Machine(std::string root, std::string release, Run run)
      : root_(std::move(root)), release_(std::move(release)), run_(std::move(run)) {}

  /// The machine that this program runs on.
  [[nodiscard]] static Machine here();

  [[nodiscard]] const std::string& release() const { return release_; }
  /// The folder that stands for the machine's own root; "/" is the machine itself.
  [[nodiscard]] std::string root() const { return root_.empty() ? "/" : root_; }

  /// The whole file, at most 16 MiB of it; nothing when it can't be read.
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const;
  /// Its lines, without their ends; none when it can't be read.
  [[nodiscard]] std::vector<std::string> lines(const std::string& path) const;
  /// The number that a file of /proc or /sys holds.
  [[nodiscard]] std::optional<std::uint64_t> number(const std::string& path) const;
  /// Names in a folder, sorted, without "." and ".."; none when it can't be read.
  [[nodiscard]] std::vector<std::string> list(const std::string& folder) const;
  [[nodiscard]] bool exists(const std::string& path) const;

  [[nodiscard]] std::optional<std::string> run(const std::vector<std::string>& words) const {
    return run_(words);
  }

 private:
  std::string root_;
  std::string release_;
  Run run_;
};

/// The words of a line, between blanks and tabs.
[[nodiscard]] std::vector<std::string> split_words(std::string_view line);

/// Decimal or, with `base` 16, hexadecimal; nothing for anything else.
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text, int base = 10);

/// Without blanks and ends of line at both ends.
[[nodiscard]] std::string trimmed(std::string_view text);

/// Puts one more item behind a list as people write it: "a, b".
void list_more(std::string& list, std::string_view item);

}  // namespace nftrace::doctor
