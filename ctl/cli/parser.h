// SPDX-License-Identifier: GPL-2.0-or-later
// What the command line may hold: options and words, each bound to a variable. CLI11
// parses; it is not seen here, as every file that sees it takes long to compile.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "netlink/result.h"

namespace CLI {
class App;
}  // namespace CLI

namespace nftrace::cli {

/// A command's part of the command line. The variables must live until it is parsed,
/// and keep what they hold where the user says nothing. Copies are the same parser.
class Parser {
 public:
  Parser();  ///< of its own
  explicit Parser(std::shared_ptr<CLI::App> app);

  /// The parser of what stands behind `name`.
  [[nodiscard]] Parser command(const std::string& name, const std::string& help) const;

  /// A word without dashes, called `name` in the help: a std::string, or all such
  /// words, a std::vector of them.
  template <class T>
  void word(const std::string& name, T& value, const std::string& help) const;

  void flag(const std::string& names, bool& value, const std::string& help) const;

  /// An option with a value, called `type` in the help. Names: "-n,--count". A
  /// std::string, std::uint32_t, std::optional of std::uint32_t or std::uint64_t, or a
  /// std::vector<std::string>, which gets one value each time that the option comes.
  template <class T>
  void option(const std::string& names, const std::string& type, T& value,
              const std::string& help) const;

  /// An option whose value is one of `allowed`.
  void choice(const std::string& name, const std::string& type,
              const std::vector<std::string>& allowed,
              std::function<void(const std::string&)> chosen, const std::string& help) const;

  /// The help begins with this text instead of one made of the words.
  void usage(std::string text) const;
  void footer(const std::string& text) const;

  /// Parses words as the shell gives them. Usage, with the parser's words, for others
  /// than were declared.
  [[nodiscard]] Result<> parse(std::vector<std::string> line) const;

  [[nodiscard]] CLI::App& app() const { return *app_; }

 private:
  std::shared_ptr<CLI::App> app_;
};

}  // namespace nftrace::cli
