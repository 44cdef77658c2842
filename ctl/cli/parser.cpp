// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/parser.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

namespace nftrace::cli {
namespace {

class FixedUsage : public CLI::Formatter {
 public:
  explicit FixedUsage(std::string text) : text_(std::move(text)) {}
  std::string make_usage(const CLI::App*, std::string) const override { return text_; }

 private:
  std::string text_;
};

}  // namespace

Parser::Parser() : app_(std::make_shared<CLI::App>()) {}
Parser::Parser(std::shared_ptr<CLI::App> app) : app_(std::move(app)) {}

Parser Parser::command(const std::string& name, const std::string& help) const {
  return Parser(app_->get_subcommand_ptr(app_->add_subcommand(name, help)));
}

template <class T>
void Parser::word(const std::string& name, T& value, const std::string& help) const {
  app_->add_option(name, value, help)->type_name("");
}

template void Parser::word(const std::string&, std::string&, const std::string&) const;
template void Parser::word(const std::string&, std::vector<std::string>&, const std::string&) const;

void Parser::flag(const std::string& names, bool& value, const std::string& help) const {
  app_->add_flag(names, value, help);
}

template <class T>
void Parser::option(const std::string& names, const std::string& type, T& value,
                    const std::string& help) const {
  app_->add_option(names, value, help)->type_name(type)->allow_extra_args(false);
}

template void Parser::option(const std::string&, const std::string&, std::string&,
                             const std::string&) const;
template void Parser::option(const std::string&, const std::string&, std::uint32_t&,
                             const std::string&) const;
template void Parser::option(const std::string&, const std::string&, std::optional<std::uint32_t>&,
                             const std::string&) const;
template void Parser::option(const std::string&, const std::string&, std::optional<std::uint64_t>&,
                             const std::string&) const;
template void Parser::option(const std::string&, const std::string&, std::vector<std::string>&,
                             const std::string&) const;

void Parser::choice(const std::string& name, const std::string& type,
                    const std::vector<std::string>& allowed,
                    std::function<void(const std::string&)> chosen, const std::string& help) const {
  app_->add_option_function<std::string>(name, std::move(chosen), help)
      ->check(CLI::IsMember(allowed))
      ->type_name(type);
}

void Parser::usage(std::string text) const {
  app_->formatter(std::make_shared<FixedUsage>(std::move(text)));
}
void Parser::footer(const std::string& text) const { app_->footer(text); }

Result<> Parser::parse(std::vector<std::string> line) const {
  std::reverse(line.begin(), line.end());  // as CLI11 wants them
  try {
    app_->parse(line);
  } catch (const CLI::ParseError& error) {
    return fail(Code::Usage, error.what());
  }
  return {};
}

}  // namespace nftrace::cli
