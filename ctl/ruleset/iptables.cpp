// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/iptables.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <utility>

namespace nftrace {
namespace {

// Fixed, so that what runs does not hang on who calls.
constexpr std::array<std::string_view, 6> kFolders = {
    "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"};
constexpr const char* kPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
constexpr std::size_t kMostErr = 64 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { reset(); }
  void reset() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

/// Actions of posix_spawn that free themselves.
class Wiring {
 public:
  Wiring() { posix_spawn_file_actions_init(&actions_); }
  Wiring(const Wiring&) = delete;
  Wiring& operator=(const Wiring&) = delete;
  ~Wiring() { posix_spawn_file_actions_destroy(&actions_); }

  void null(int fd) {
    posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", fd == 0 ? O_RDONLY : O_WRONLY, 0);
  }
  void connect(int from, int fd) { posix_spawn_file_actions_adddup2(&actions_, from, fd); }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// All that comes from a pipe, the first 64 KiB kept: the writer must not block.
std::string drain(int fd) {
  std::string text;
  std::array<char, 4096> block{};
  for (;;) {
    const ssize_t got = read(fd, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    const std::size_t room = kMostErr - text.size();
    text.append(block.data(), std::min(room, static_cast<std::size_t>(got)));
  }
}

/// Runs `path` with these words; `input` (-1: nothing) is its standard input and
/// `heard` the descriptor that is listened to: 1 or 2.
Result<IptablesRun> run(const std::string& path, std::span<const std::string> words, int input,
                        int heard) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(Code::Failed, "cannot make a pipe", errno);
  const Descriptor ours(ends[0]);
  Descriptor theirs(ends[1]);

  Wiring wiring;
  if (input >= 0) {
    wiring.connect(input, STDIN_FILENO);
  } else {
    wiring.null(STDIN_FILENO);
  }
  wiring.null(heard == STDOUT_FILENO ? STDERR_FILENO : STDOUT_FILENO);
  wiring.connect(theirs.get(), heard);

  std::vector<char*> argv{const_cast<char*>(path.c_str())};
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  std::array<char*, 3> environment = {const_cast<char*>(kPath), const_cast<char*>("LC_ALL=C"),
                                      nullptr};
  pid_t child = 0;
  const int error =
      posix_spawn(&child, path.c_str(), wiring.get(), nullptr, argv.data(), environment.data());
  if (error != 0) return fail(Code::Failed, "cannot run " + path, error);
  theirs.reset();

  IptablesRun result;
  result.err = drain(ours.get());
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return fail(Code::Failed, "cannot wait for " + path, errno);
  }
  result.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

std::optional<std::string> find_program(std::string_view name) {
  for (const std::string_view folder : kFolders) {
    std::string path = std::string(folder) + "/" + std::string(name);
    if (access(path.c_str(), X_OK) == 0) return path;
  }
  return std::nullopt;
}

const char* plain_name(Family family) { return family == Family::Ipv6 ? "ip6tables" : "iptables"; }

Result<Backend> backend_of_program(const std::string& path) {
  const std::array<std::string, 1> words = {"-V"};
  auto answer = run(path, words, -1, STDOUT_FILENO);
  if (!answer) return tl::unexpected(std::move(answer).error());
  if (answer->status != 0) return fail(Code::Failed, path + " -V failed");
  return backend_of_version(answer->err);
}

/// A file in memory with this content, at its start.
Result<int> memory_file(std::string_view content) {
  const int fd = memfd_create("nfctl", MFD_CLOEXEC);
  if (fd < 0) return fail(Code::Failed, "cannot make a file in memory", errno);
  while (!content.empty()) {
    const ssize_t put = write(fd, content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) {
      const int error = errno;
      close(fd);
      return fail(Code::Failed, "cannot write a file in memory", error);
    }
    content.remove_prefix(static_cast<std::size_t>(put));
  }
  lseek(fd, 0, SEEK_SET);
  return fd;
}

}  // namespace

Backend backend_of_version(std::string_view answer) {
  return answer.find("(nf_tables)") != std::string_view::npos ? Backend::Nft : Backend::Legacy;
}

Result<Backend> default_backend(Family family) {
  const std::string name = plain_name(family);
  if (const auto path = find_program(name)) return backend_of_program(*path);
  for (const Backend backend : {Backend::Nft, Backend::Legacy}) {
    if (find_program(name + "-" + to_string(backend))) return backend;
  }
  return fail(Code::NotFound, "there is no " + name, 0, "install the package iptables");
}

Result<std::string> find_iptables(Backend backend, Family family) {
  if (family == Family::Inet) {
    return fail(Code::Usage, "iptables has no inet tables");
  }
  const std::string name = std::string(plain_name(family)) + "-" + to_string(backend);
  if (auto path = find_program(name)) return std::move(*path);
  if (auto path = find_program(plain_name(family))) {
    const auto its = backend_of_program(*path);
    if (its && *its == backend) return std::move(*path);
  }
  return fail(Code::NotFound, "there is no " + name, 0, "install the package iptables");
}

Result<IptablesRun> run_iptables(Backend backend, Family family,
                                 std::span<const std::string> words) {
  auto path = find_iptables(backend, family);
  if (!path) return tl::unexpected(std::move(path).error());
  return run(*path, words, -1, STDERR_FILENO);
}

Result<IptablesRun> run_legacy_restore(Family family, std::string_view input) {
  if (family == Family::Inet) return fail(Code::Usage, "iptables has no inet tables");
  auto command = find_iptables(Backend::Legacy, family);
  if (!command) return tl::unexpected(std::move(command).error());
  const std::string restore = *command + "-restore";
  if (access(restore.c_str(), X_OK) != 0) {
    return fail(Code::NotFound, "there is no " + restore, 0, "install the package iptables");
  }
  auto file = memory_file(input);
  if (!file) return tl::unexpected(std::move(file).error());
  const Descriptor content(*file);
  const std::array<std::string, 3> words = {"--noflush", "-w", "5"};
  return run(restore, words, content.get(), STDERR_FILENO);
}

std::vector<std::string> add_words(const AddRequest& request) {
  // -w: another iptables at work is waited for, five seconds at most.
  std::vector<std::string> words = {"-w", "5", "-t", request.table};
  if (request.append) {
    words.insert(words.end(), {"-A", request.chain});
  } else {
    words.insert(words.end(), {"-I", request.chain, std::to_string(request.number)});
  }
  words.insert(words.end(), request.match.begin(), request.match.end());
  words.insert(words.end(), {"-j", "NFTRACE"});
  if (!request.label.empty()) words.insert(words.end(), {"--nftrace-label", request.label});
  if (request.count_only) words.emplace_back("--nftrace-count-only");
  return words;
}

}  // namespace nftrace
