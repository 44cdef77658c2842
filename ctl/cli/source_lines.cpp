// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/source_lines.h"

#include <utility>

namespace nftrace::cli {
namespace {

/// A place is where a call returns to; the call itself ends one byte before.
std::string call_line(symbols::Resolver& resolver, std::string_view symbol) {
  auto question = symbols::parse_question(std::string(symbol));
  if (!question) return {};
  if (question->offset != 0) --question->offset;
  const auto answer = resolver.resolve(*question);
  return answer ? answer->line : std::string();
}

}  // namespace

SourceLines::SourceLines(doctor::Machine machine)
    : machine_(std::move(machine)), resolver_(machine_) {}

std::string_view SourceLines::of(std::uint64_t number, std::string_view symbol) {
  const auto [known, added] = lines_.try_emplace(number);
  if (added) known->second = call_line(resolver_, symbol);
  return known->second;
}

}  // namespace nftrace::cli
