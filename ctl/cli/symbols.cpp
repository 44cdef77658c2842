// SPDX-License-Identifier: GPL-2.0-or-later
// nfctl symbols: where modules lie, and which function an address belongs to.
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/report.h"
#include "symbols/gdb_lines.h"
#include "symbols/loaded_modules.h"
#include "symbols/resolver.h"
#include "ui/text.h"

namespace nftrace::cli {
namespace {

struct Options {
  std::vector<std::string> questions;
  std::vector<std::string> modules;
  std::string unpack;
  bool gdb = false;
  bool json = false;
};

/// The file that gdb shall read; unpacked into the user's folder where needed.
Result<std::string> gdb_file(const doctor::Machine& machine, const symbols::LoadedModule& module,
                             const std::string& folder) {
  const std::string& file = module.debug.empty() ? module.file : module.debug;
  if (folder.empty() || !symbols::compressed(file)) return file;
  auto bytes = symbols::read_unpacked(machine, file);
  if (!bytes) return tl::unexpected(std::move(bytes).error());
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::string path = folder + "/" + module.name + ".ko";
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << *bytes;
  out.close();
  if (!out) return fail(Code::Failed, "cannot write " + path);
  return path;
}

Json module_json(const symbols::LoadedModule& module) {
  Json sections = Json::object();
  for (const auto& section : module.sections) {
    sections[ui::valid_utf8(section.name)] = section.address;
  }
  const auto text = [](const std::string& value) {
    return value.empty() ? Json(nullptr) : Json(ui::valid_utf8(value));
  };
  return {{"module", ui::valid_utf8(module.name)},
          {"file", text(module.file)},
          {"debug_file", text(module.debug)},
          {"sections", std::move(sections)}};
}

std::string module_text(const symbols::LoadedModule& module) {
  std::string text;
  for (const auto& section : module.sections) {
    text += fmt::format("0x{:016x} {} {}\n", section.address, ui::escape(module.name),
                        ui::escape(section.name));
  }
  return text;
}

Result<int> list_modules(const Options& options, const doctor::Machine& machine,
                         ui::Output& output) {
  auto modules = symbols::loaded_modules(machine);
  if (!modules) return tl::unexpected(std::move(modules).error());
  for (const std::string& name : options.modules) {
    const bool there = std::any_of(modules->begin(), modules->end(),
                                   [&](const auto& module) { return module.name == name; });
    if (!there) return fail(Code::NotFound, "module " + name + " is not loaded");
  }
  std::string text;
  Json all = Json::array();
  for (const symbols::LoadedModule& module : *modules) {
    const bool wanted = options.modules.empty() ||
                        std::find(options.modules.begin(), options.modules.end(), module.name) !=
                            options.modules.end();
    if (!wanted) continue;
    if (options.gdb) {
      auto file = gdb_file(machine, module, options.unpack);
      if (!file) return tl::unexpected(std::move(file).error());
      text += ui::escape(symbols::gdb_line(module, *file)) + "\n";
    } else if (options.json) {
      all.push_back(module_json(module));
    } else {
      text += module_text(module);
    }
  }
  if (options.json) text = json_line({{"modules", std::move(all)}});
  return output.write(text).map([] { return int{kOk}; });
}

/// "nft_do_chain+0x12/0x5f0 [nf_tables]" comes as two words from a shell.
std::vector<std::string> joined(const std::vector<std::string>& words) {
  std::vector<std::string> questions;
  for (const std::string& word : words) {
    if (word.starts_with('[') && !questions.empty()) {
      questions.back() += " " + word;
    } else {
      questions.push_back(word);
    }
  }
  return questions;
}

Json answer_json(const std::string& question, const symbols::Answer& answer) {
  return {{"question", ui::valid_utf8(question)},
          {"symbol", ui::valid_utf8(answer.symbol)},
          {"offset", answer.offset},
          {"size", answer.size == 0 ? Json(nullptr) : Json(answer.size)},
          {"module", answer.module.empty() ? Json(nullptr) : Json(ui::valid_utf8(answer.module))},
          {"address", answer.address ? Json(*answer.address) : Json(nullptr)},
          {"line", answer.line.empty() ? Json(nullptr) : Json(ui::valid_utf8(answer.line))}};
}

Result<int> answer_questions(const Options& options, const doctor::Machine& machine,
                             ui::Output& output) {
  symbols::Resolver resolver(machine);
  int status = kOk;
  for (const std::string& question : joined(options.questions)) {
    auto parsed = symbols::parse_question(question);
    if (!parsed) return tl::unexpected(std::move(parsed).error());
    auto answer = resolver.resolve(*parsed);
    if (!answer) {
      // The others may be known all the same.
      if (options.json) {
        Json line = {{"question", ui::valid_utf8(question)}};
        line.update(error_json(answer.error()));
        if (auto said = output.write(json_line(line)); !said) {
          return tl::unexpected(std::move(said).error());
        }
      }
      warn(error_text(answer.error()));
      status = std::max(status, exit_of(answer.error()));
      continue;
    }
    std::string text = ui::escape(symbols::to_string(*answer));
    if (!answer->line.empty()) text += "  " + ui::escape(answer->line);
    text += "\n";
    if (options.json) text = json_line(answer_json(question, *answer));
    if (auto said = output.write(text); !said) return tl::unexpected(std::move(said).error());
  }
  return status;
}

Result<int> run(const Options& options, ui::Output& output) {
  const auto machine = doctor::Machine::here();
  if (!options.unpack.empty() && !options.gdb) {
    return fail(Code::Usage, "--unpack is for --gdb");
  }
  if (options.gdb && options.json) return fail(Code::Usage, "--gdb and --json exclude each other");
  if (options.questions.empty()) return list_modules(options, machine, output);
  if (options.gdb || !options.modules.empty()) {
    return fail(Code::Usage, "--gdb and --module are for the list, without addresses");
  }
  return answer_questions(options, machine, output);
}

}  // namespace

Command symbols_command(const Parser& nfctl) {
  auto options = std::make_shared<Options>();
  Command command{
      nfctl.command("symbols", "Say where modules lie, and what an address belongs to")};
  const Parser& parser = command.parser;
  parser.word("QUESTION", options->questions, "ADDRESS or SYMBOL+OFFSET [MODULE]");
  parser.flag("--gdb", options->gdb, "Print add-symbol-file lines for gdb");
  parser.option("--module", "NAME", options->modules, "Only this one; may come several times");
  parser.option("--unpack", "DIR", options->unpack, "With --gdb: unpack compressed modules there");
  parser.flag("--json", options->json, "JSON; names as in docs/json.md");
  parser.footer(
      "Without a question: the sections of every module, with their addresses.\n"
      "Examples:\n"
      "  nfctl symbols ffffffffc0a01234\n"
      "  nfctl symbols 'nft_do_chain+0x12/0x5f0 [nf_tables]'\n"
      "  nfctl symbols --gdb >modules.gdb     then in gdb: source modules.gdb");
  command.run = [options](ui::Output& output) { return run(*options, output); };
  command.json = [options] { return options->json; };
  return command;
}

}  // namespace nftrace::cli
