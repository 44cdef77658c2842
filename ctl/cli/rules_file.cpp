// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/rules_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace nftrace::cli {
namespace {

constexpr std::string_view kPlain =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:,=+@%!*";

std::string quoted(const std::string& word) {
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string text = "\"";
  for (const char character : word) {
    if (character == '"' || character == '\\') text += '\\';
    text += character;
  }
  return text + "\"";
}

/// Writes all of it to a new file, down to the disk.
int write_file(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = write(fd, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return errno != 0 ? errno : EIO;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  if (fchmod(fd, 0644) != 0 || fsync(fd) != 0) return errno;
  return 0;
}

/// The rename itself must survive a power cut.
void sync_folder(const std::string& folder) {
  const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  (void)fsync(fd);
  close(fd);
}

}  // namespace

Result<std::vector<std::string>> split_line(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool inside = false;  // of a word, which may be empty in quotes
  char quote = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char character = line[at];
    if (quote != 0) {
      if (character == quote) {
        quote = 0;
      } else if (quote == '"' && character == '\\' && at + 1 < line.size()) {
        word += line[++at];
      } else {
        word += character;
      }
    } else if (character == '"' || character == '\'') {
      quote = character;
      inside = true;
    } else if (character == ' ' || character == '\t' || character == '\r') {
      if (inside) words.push_back(std::move(word));
      word.clear();
      inside = false;
    } else if (character == '#' && !inside) {
      break;
    } else {
      word += character;
      inside = true;
    }
  }
  if (quote != 0) return fail(Code::Usage, "a quote does not end");
  if (inside) words.push_back(std::move(word));
  return words;
}

Result<std::vector<RulesLine>> parse_rules(std::string_view text) {
  std::vector<RulesLine> lines;
  for (unsigned number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    auto words = split_line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!words) {
      return fail(Code::Usage, "line " + std::to_string(number) + ": " + words.error().what);
    }
    if (words->size() > 1 && words->at(0) == "nfctl" && words->at(1) == "add") {
      words->erase(words->begin(), words->begin() + 2);
    }
    if (!words->empty()) lines.push_back({number, *std::move(words)});
  }
  return lines;
}

std::string join_line(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + quoted(word);
  return line;
}

Result<> write_whole(const std::string& path, std::string_view text) {
  const auto slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash);
  std::error_code ignored;
  if (!folder.empty()) std::filesystem::create_directories(folder, ignored);

  std::string temporary = path + ".XXXXXX";
  const int fd = mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) return fail(Code::Failed, "cannot write " + path, errno);
  int error = write_file(fd, text);
  if (close(fd) != 0 && error == 0) error = errno;
  if (error == 0 && std::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    unlink(temporary.c_str());
    return fail(Code::Failed, "cannot write " + path + ", it is as it was", error);
  }
  sync_folder(folder.empty() ? "/" : folder);
  return {};
}

}  // namespace nftrace::cli
