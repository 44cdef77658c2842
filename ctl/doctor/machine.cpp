// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/machine.h"

#include <sys/utsname.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ruleset/program.h"

namespace nftrace::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMost = 16 << 20;

}  // namespace

Machine Machine::here() {
  utsname kernel{};
  uname(&kernel);
  return Machine("", kernel.release,
                 [](const std::vector<std::string>& words) -> std::optional<std::string> {
                   auto ran = run_program(words);
                   if (!ran || ran->status != 0) return std::nullopt;
                   return std::move(ran->text);
                 });
}

std::optional<std::string> Machine::read(const std::string& path) const {
  std::error_code error;
  if (fs::is_directory(root_ + path, error)) return std::nullopt;
  std::ifstream file(root_ + path, std::ios::binary);
  if (!file) return std::nullopt;
  // Files of /proc have no size to ask for.
  std::string text;
  std::string block(64 << 10, '\0');
  while (text.size() < kMost) {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    if (file.gcount() <= 0) break;
    text.append(block.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) return std::nullopt;
  return text;
}

std::vector<std::string> Machine::lines(const std::string& path) const {
  std::vector<std::string> found;
  std::istringstream text(read(path).value_or(""));
  for (std::string line; std::getline(text, line);) found.push_back(line);
  return found;
}

std::optional<std::uint64_t> Machine::number(const std::string& path) const {
  const auto text = read(path);
  return text ? parse_number(trimmed(*text)) : std::nullopt;
}

std::vector<std::string> Machine::list(const std::string& folder) const {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(root_ + folder, error), end; !error && at != end;
       at.increment(error)) {
    names.push_back(at->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool Machine::exists(const std::string& path) const {
  std::error_code error;
  return fs::exists(root_ + path, error);
}

std::vector<std::string> split_words(std::string_view line) {
  std::vector<std::string> words;
  std::istringstream text{std::string(line)};
  for (std::string word; text >> word;) words.push_back(word);
  return words;
}

std::optional<std::uint64_t> parse_number(std::string_view text, int base) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value, base);
  if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  const auto last = text.find_last_not_of(" \t\r\n");
  return std::string(text.substr(first, last - first + 1));
}

void list_more(std::string& list, std::string_view item) {
  if (!list.empty()) list += ", ";
  list += item;
}

}  // namespace nftrace::doctor
