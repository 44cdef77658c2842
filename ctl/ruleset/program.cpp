// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>
#include <vector>

namespace nftrace {
namespace {

// Fixed, so that what runs does not hang on who calls.
constexpr std::array<std::string_view, 6> kFolders = {
    "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"};
constexpr const char* kPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

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

/// All that comes from a pipe, `most` bytes of it kept: the writer must not block.
std::string drain(int fd, std::size_t most) {
  std::string text;
  std::array<char, 16384> block{};
  for (;;) {
    const ssize_t got = read(fd, block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    const std::size_t room = most - text.size();
    text.append(block.data(), std::min(room, static_cast<std::size_t>(got)));
  }
}

/// Waits for a child's end.
Result<int> status_of(pid_t child, const std::string& path) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return fail(Code::Failed, "cannot wait for " + path, errno);
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

std::optional<std::string> find_program(std::string_view name) {
  for (const std::string_view folder : kFolders) {
    std::string path = std::string(folder) + "/" + std::string(name);
    if (access(path.c_str(), X_OK) == 0) return path;
  }
  return std::nullopt;
}

Result<ProgramRun> run_program(std::span<const std::string> words, Heard heard, int input,
                               std::size_t most) {
  const std::string& name = words.front();
  const auto path = name.find('/') != std::string::npos ? name : find_program(name).value_or("");
  if (path.empty()) return fail(Code::NotFound, "there is no " + name);
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(Code::Failed, "cannot make a pipe", errno);
  const Descriptor ours(ends[0]);
  Descriptor theirs(ends[1]);

  const int listened = heard == Heard::Output ? STDOUT_FILENO : STDERR_FILENO;
  Wiring wiring;
  if (input >= 0) {
    wiring.connect(input, STDIN_FILENO);
  } else {
    wiring.null(STDIN_FILENO);
  }
  wiring.null(heard == Heard::Output ? STDERR_FILENO : STDOUT_FILENO);
  wiring.connect(theirs.get(), listened);

  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  std::array<char*, 3> environment = {const_cast<char*>(kPath), const_cast<char*>("LC_ALL=C"),
                                      nullptr};
  pid_t child = 0;
  const int error =
      posix_spawn(&child, path.c_str(), wiring.get(), nullptr, argv.data(), environment.data());
  if (error != 0) return fail(Code::Failed, "cannot run " + path, error);
  theirs.reset();

  ProgramRun result;
  result.text = drain(ours.get(), most);
  auto status = status_of(child, path);
  if (!status) return tl::unexpected(std::move(status).error());
  result.status = *status;
  return result;
}

}  // namespace nftrace
