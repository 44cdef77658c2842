// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/saved_rules.h"

#include <glob.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <system_error>

namespace nftrace {
namespace {

namespace fs = std::filesystem;

constexpr int kMostDepth = 16;  // nft's own limit
constexpr std::size_t kMostFiles = 1000;
constexpr std::uintmax_t kMostBytes = std::uintmax_t{64} << 20U;

class Reader {
 public:
  explicit Reader(fs::path root) : root_(std::move(root)) {}

  /// `path` is absolute, as boot knows it. False: it is not there.
  bool read_nft(const fs::path& path, int depth) {
    const auto text = content_of(path);
    if (!text) return fs::exists(inside(path), ignored_);
    const SavedText found = scan_nft_text(*text);
    note(path, SavedKind::Nft, found);
    for (const std::string& include : found.includes) {
      if (depth == kMostDepth) {
        tell(path, "its includes are too deep");
        break;
      }
      follow(path, include, depth + 1);
    }
    return true;
  }

  void read_iptables(const fs::path& path) {
    if (const auto text = content_of(path)) {
      note(path, SavedKind::Iptables, scan_iptables_text(*text));
    }
  }

  void read_folder(const fs::path& path) {
    std::error_code error;
    if (!fs::exists(inside(path), error)) return;
    const fs::directory_iterator probe(inside(path), error);
    if (error) return tell(path, error.message());
    read_all(path / "*", 0);
  }

  [[nodiscard]] SavedRules take() { return std::move(result_); }

 private:
  [[nodiscard]] fs::path inside(const fs::path& path) const { return root_ / path.relative_path(); }

  void tell(const fs::path& path, std::string why) {
    result_.unread.push_back({path.string(), std::move(why)});
  }

  void note(const fs::path& path, SavedKind kind, const SavedText& found) {
    if (found.lines.empty()) return;
    result_.found.push_back(
        {path.string(), kind, found.lines.front(), static_cast<unsigned>(found.lines.size())});
  }

  /// A file's text; nullopt when it is not there, was read before, or can't be.
  std::optional<std::string> content_of(const fs::path& path) {
    const fs::path file = inside(path);
    std::error_code error;
    const auto status = fs::status(file, error);
    if (status.type() == fs::file_type::not_found) return std::nullopt;
    // Opening a pipe would wait for its writer.
    if (!error && status.type() != fs::file_type::regular) return std::nullopt;
    // A loop of links has no canonical name, and is told below.
    const fs::path name = fs::weakly_canonical(file, ignored_);
    if (!seen_.insert(name.empty() ? file : name).second) return std::nullopt;
    if (seen_.size() > kMostFiles) {
      if (seen_.size() == kMostFiles + 1) tell(path, "more files than are looked at");
      return std::nullopt;
    }
    if (!error && fs::file_size(file, ignored_) > kMostBytes) {
      tell(path, "larger than 64 MiB");
      return std::nullopt;
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
      tell(path, std::strerror(errno));
      return std::nullopt;
    }
    return std::string(std::istreambuf_iterator<char>(stream), {});
  }

  /// All files that a pattern stands for. False: there is none.
  bool read_all(const fs::path& pattern, int depth) {
    glob_t names{};
    const bool any = glob(inside(pattern).c_str(), 0, nullptr, &names) == 0;
    bool read = false;
    for (std::size_t at = 0; any && at < names.gl_pathc; ++at) {
      const fs::path name = fs::path(names.gl_pathv[at]).lexically_relative(root_);
      read = read_nft("/" / name, depth) || read;
    }
    globfree(&names);
    return read;
  }

  void follow(const fs::path& from, const std::string& include, int depth) {
    const fs::path beside = (from.parent_path() / include).lexically_normal();
    if (include.starts_with('/')) {
      (void)read_all(include, depth);
      return;
    }
    const bool by_folder = include.starts_with("./") || include.starts_with("../");
    const fs::path first = (fs::path(by_folder ? "/" : "/etc") / include).lexically_normal();
    if (!read_all(first, depth) && beside != first) (void)read_all(beside, depth);
  }

  fs::path root_;
  SavedRules result_;
  std::set<fs::path> seen_;
  std::error_code ignored_;
};

}  // namespace

SavedRules find_saved_rules(const fs::path& root) {
  Reader reader(root);
  (void)reader.read_nft("/etc/nftables.conf", 0);
  reader.read_folder("/etc/nftables");
  (void)reader.read_nft("/etc/sysconfig/nftables.conf", 0);
  reader.read_iptables("/etc/iptables/rules.v4");
  reader.read_iptables("/etc/iptables/rules.v6");
  return reader.take();
}

}  // namespace nftrace
