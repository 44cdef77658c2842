// SPDX-License-Identifier: GPL-2.0-or-later
#include "symbols/resolver.h"

#include <spdlog/fmt/fmt.h>

#include "symbols/loaded_modules.h"

namespace nftrace::symbols {
namespace {

constexpr std::size_t kLeastDigits = 8;  // of an address without 0x

std::optional<std::uint64_t> number(std::string_view text) {
  if (text.starts_with("0x")) return doctor::parse_number(text.substr(2), 16);
  return doctor::parse_number(text);
}

tl::unexpected<Error> hidden() {
  return fail(Code::Permission, "the kernel hides its addresses from this process", 0,
              "run it as root, and set: sysctl -w kernel.kptr_restrict=1");
}

/// What addr2line says; empty when it does not know.
std::string source_line(const doctor::Machine& machine, const std::string& file,
                        const std::string& section, std::uint64_t at) {
  std::vector<std::string> words = {"addr2line", "-e", file};
  if (!section.empty()) words.insert(words.end(), {"-j", section});
  words.push_back(fmt::format("0x{:x}", at));
  std::string line = doctor::trimmed(machine.run(words).value_or(""));
  if (line.starts_with("??") || line.ends_with(":?") || line.ends_with(":0")) return {};
  return line.substr(0, line.find(" (discriminator"));
}

}  // namespace

Result<Question> parse_question(const std::string& text) {
  const std::string wrong = "\"" + text + "\" is neither an address nor SYMBOL+OFFSET";
  Question question;
  std::string rest = doctor::trimmed(text);
  if (const auto bracket = rest.find('['); bracket != std::string::npos) {
    if (!rest.ends_with(']')) return fail(Code::Usage, wrong);
    question.module = rest.substr(bracket + 1, rest.size() - bracket - 2);
    rest = doctor::trimmed(rest.substr(0, bracket));
  }
  if (rest.empty()) return fail(Code::Usage, wrong);
  if (rest.starts_with("0x")) {
    question.address = number(rest);
    if (!question.address) return fail(Code::Usage, wrong);
    return question;
  }
  const auto plus = rest.find('+');
  if (plus == std::string::npos && rest.size() >= kLeastDigits) {
    question.address = doctor::parse_number(rest, 16);
    if (question.address) return question;
  }
  question.symbol = rest.substr(0, plus);
  if (question.symbol.empty()) return fail(Code::Usage, wrong);
  if (plus == std::string::npos) return question;
  const std::string offset = rest.substr(plus + 1);
  const auto value = number(std::string_view(offset).substr(0, offset.find('/')));
  if (!value) return fail(Code::Usage, wrong);
  question.offset = *value;
  return question;
}

std::string to_string(const Answer& answer) {
  std::string text = fmt::format("{}+0x{:x}", answer.symbol, answer.offset);
  if (answer.size != 0) text += fmt::format("/0x{:x}", answer.size);
  if (!answer.module.empty()) text += " [" + answer.module + "]";
  return text;
}

Resolver::Resolver(const doctor::Machine& machine)
    : machine_(machine),
      symbols_(KernelSymbols::parse(machine.read("/proc/kallsyms").value_or(""))) {}

Result<Answer> Resolver::resolve(const Question& question) {
  return question.address ? resolve_address(*question.address) : resolve_symbol(question);
}

Result<Answer> Resolver::resolve_address(std::uint64_t address) {
  if (symbols_.hidden()) return hidden();
  const auto place = symbols_.at(address);
  const std::string unknown = fmt::format("0x{:x} is in no function of the kernel", address);
  // Behind the last symbol there is nothing to measure the offset by.
  if (!place || place->size == 0) return fail(Code::NotFound, unknown);
  Answer answer{place->symbol->name,   place->offset, place->size,
                place->symbol->module, address,       {}};
  look_into_files(answer);
  // Between the end of one module and the begin of the next.
  if (answer.offset >= answer.size) {
    return fail(Code::NotFound, unknown + "; the one before it is " + answer.symbol);
  }
  return answer;
}

Result<Answer> Resolver::resolve_symbol(const Question& question) {
  const auto found = symbols_.named(question.symbol, question.module);
  const std::string name =
      question.symbol + (question.module.empty() ? "" : " [" + question.module + "]");
  if (found.empty()) return fail(Code::NotFound, "the running kernel has no symbol " + name);
  if (found.size() > 1) {
    std::string where;
    for (const KernelSymbol* symbol : found) {
      where += where.empty() ? "" : ", ";
      where += symbol->module.empty() ? "the kernel" : "[" + symbol->module + "]";
    }
    return fail(Code::NotFound, "several functions are called " + name + ": in " + where, 0,
                "give an address, or add the module in brackets");
  }
  Answer answer{found[0]->name, question.offset, 0, found[0]->module, std::nullopt, {}};
  if (!symbols_.hidden()) {
    answer.address = found[0]->address + question.offset;
    if (const auto place = symbols_.at(found[0]->address)) answer.size = place->size;
  }
  look_into_files(answer);
  if (answer.size != 0 && answer.offset >= answer.size) {
    return fail(Code::NotFound, fmt::format("{} is only 0x{:x} bytes long", name, answer.size));
  }
  return answer;
}

void Resolver::look_into_files(Answer& answer) {
  const std::string file =
      answer.module.empty() ? std::string() : module_path(machine_, answer.module);
  const std::string debug =
      answer.module.empty() ? vmlinux_path(machine_) : debug_path(machine_, answer.module, file);
  for (const std::string& path : {debug, file}) {
    if (path.empty()) continue;
    const ElfFile* read = elf(path);
    const ElfSymbol* symbol = read != nullptr ? read->function(answer.symbol) : nullptr;
    if (symbol == nullptr) continue;
    // kallsyms measures to the next symbol, which may be another module's.
    if (!answer.module.empty() && symbol->size != 0) answer.size = symbol->size;
    if (!read->debug || compressed(path)) continue;
    answer.line =
        source_line(machine_, path, read->relocatable ? read->sections[symbol->section].name : "",
                    symbol->value + answer.offset);
    return;
  }
}

const ElfFile* Resolver::elf(const std::string& path) {
  auto [known, added] = files_.try_emplace(path);
  if (added) {
    const auto bytes = read_unpacked(machine_, path);
    if (bytes) {
      if (auto file = read_elf(*bytes)) known->second = *std::move(file);
    }
  }
  return known->second ? &*known->second : nullptr;
}

}  // namespace nftrace::symbols
