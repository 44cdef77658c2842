// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/iptables.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <utility>

#include "ruleset/program.h"

namespace nftrace {
namespace {

constexpr std::size_t kMostErr = 64 * 1024;

/// Runs iptables; what it says on standard error is kept.
Result<IptablesRun> run(const std::string& path, std::span<const std::string> words, int input) {
  std::vector<std::string> all{path};
  all.insert(all.end(), words.begin(), words.end());
  auto ran = run_program(all, Heard::Errors, input, kMostErr);
  if (!ran) return tl::unexpected(std::move(ran).error());
  return IptablesRun{ran->status, std::move(ran->text)};
}

const char* plain_name(Family family) { return family == Family::Ipv6 ? "ip6tables" : "iptables"; }

Result<Backend> backend_of_program(const std::string& path) {
  const std::array<std::string, 2> words = {path, "-V"};
  auto answer = run_program(words);
  if (!answer) return tl::unexpected(std::move(answer).error());
  if (answer->status != 0) return fail(Code::Failed, path + " -V failed");
  return backend_of_version(answer->text);
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
  return run(*path, words, -1);
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
  const std::array<std::string, 3> words = {"--noflush", "-w", "5"};
  auto ran = run(restore, words, *file);
  close(*file);
  return ran;
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
  const auto options = option_words(request.options, "--nftrace-");
  words.insert(words.end(), options.begin(), options.end());
  return words;
}

}  // namespace nftrace
