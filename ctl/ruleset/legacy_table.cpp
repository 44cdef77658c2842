// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/legacy_table.h"

#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace nftrace {
namespace {

constexpr int kReads = 10;

/// What the two families call the same thing.
struct Ipv4Calls {
  using GetInfo = ipt_getinfo;
  using GetEntries = ipt_get_entries;
  static constexpr Family kFamily = Family::Ipv4;
  static constexpr int kDomain = AF_INET;
  static constexpr int kLevel = IPPROTO_IP;
  static constexpr int kInfo = IPT_SO_GET_INFO;
  static constexpr int kEntries = IPT_SO_GET_ENTRIES;
};

struct Ipv6Calls {
  using GetInfo = ip6t_getinfo;
  using GetEntries = ip6t_get_entries;
  static constexpr Family kFamily = Family::Ipv6;
  static constexpr int kDomain = AF_INET6;
  static constexpr int kLevel = IPPROTO_IPV6;
  static constexpr int kInfo = IP6T_SO_GET_INFO;
  static constexpr int kEntries = IP6T_SO_GET_ENTRIES;
};

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

tl::unexpected<Error> refused(const std::string& table, int error) {
  return fail(error == EPERM ? Code::Permission : Code::Failed, "cannot read table " + table,
              error);
}

/// Entries as the kernel gives them; empty when their size changed meanwhile.
template <class Calls>
Result<std::vector<std::byte>> get_entries(int fd, const std::string& table, std::uint32_t size) {
  constexpr std::size_t kHeader = offsetof(typename Calls::GetEntries, entrytable);
  std::vector<std::byte> buffer(std::max(kHeader + size, sizeof(typename Calls::GetEntries)));
  typename Calls::GetEntries request{};
  table.copy(request.name, sizeof(request.name) - 1);
  request.size = size;
  std::memcpy(buffer.data(), &request, sizeof(request));
  auto length = static_cast<socklen_t>(kHeader + size);
  if (getsockopt(fd, Calls::kLevel, Calls::kEntries, buffer.data(), &length) < 0) {
    if (errno == EAGAIN) return std::vector<std::byte>{};
    return refused(table, errno);
  }
  buffer.erase(buffer.begin(), buffer.begin() + kHeader);
  buffer.resize(size);
  return buffer;
}

template <class Calls>
Result<LegacyTable> read(const std::string& table) {
  if (table.size() >= XT_TABLE_MAXNAMELEN) {
    return fail(Code::Usage, "no legacy table has a name as long as " + table);
  }
  // Any socket of the family will do; a datagram socket needs no CAP_NET_RAW.
  const Descriptor socket(::socket(Calls::kDomain, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) return refused(table, errno);

  for (int tries = 0; tries < kReads; ++tries) {
    typename Calls::GetInfo kernel{};
    table.copy(kernel.name, sizeof(kernel.name) - 1);
    socklen_t length = sizeof(kernel);
    if (getsockopt(socket.get(), Calls::kLevel, Calls::kInfo, &kernel, &length) < 0) {
      return refused(table, errno);
    }
    auto entries = get_entries<Calls>(socket.get(), table, kernel.size);
    if (!entries) return tl::unexpected(std::move(entries).error());
    if (entries->empty()) continue;

    LegacyInfo info;
    info.valid_hooks = kernel.valid_hooks;
    std::copy(std::begin(kernel.hook_entry), std::end(kernel.hook_entry), info.hook_entry.begin());
    auto walked = walk_legacy_table(Calls::kFamily, table, info, *entries);
    // A replace by a table of the same size may have moved the built-in chains
    // between the two calls: then the two do not fit, or are told again below.
    typename Calls::GetInfo again{};
    table.copy(again.name, sizeof(again.name) - 1);
    length = sizeof(again);
    if (getsockopt(socket.get(), Calls::kLevel, Calls::kInfo, &again, &length) < 0) {
      return refused(table, errno);
    }
    if (std::memcmp(&kernel, &again, sizeof(kernel)) == 0) return walked;
  }
  return fail(Code::Interrupted, "table " + table + " kept changing while it was read");
}

}  // namespace

Result<std::vector<std::string>> legacy_tables(Family family) {
  const char* path =
      family == Family::Ipv4 ? "/proc/net/ip_tables_names" : "/proc/net/ip6_tables_names";
  std::vector<std::string> names;
  if (access(path, F_OK) != 0) return names;
  std::ifstream list(path);
  if (!list) return fail(Code::Permission, std::string("cannot read ") + path, errno);
  for (std::string name; std::getline(list, name);) {
    if (!name.empty()) names.push_back(name);
  }
  return names;
}

Result<LegacyTable> read_legacy_table(Family family, const std::string& table) {
  return family == Family::Ipv4 ? read<Ipv4Calls>(table) : read<Ipv6Calls>(table);
}

}  // namespace nftrace
