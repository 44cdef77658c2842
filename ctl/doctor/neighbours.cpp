// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/neighbours.h"

#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>

#include "netlink/exchange.h"
#include "netlink/socket.h"

namespace nftrace::doctor {
namespace {

constexpr std::chrono::seconds kPatience{5};

/// The kernel's struct, or as much of it as an older kernel knows.
template <class T>
T prefix_of(Bytes bytes) {
  T value{};
  std::memcpy(&value, bytes.data(), std::min(bytes.size(), sizeof(value)));
  return value;
}

Result<> take(const Attribute& attribute, NeighbourTable& table, bool& whole) {
  const auto number = [&](std::uint32_t& to) -> Result<> {
    return attribute.u32().map([&](std::uint32_t value) { to = value; });
  };
  switch (attribute.type) {
    case NDTA_NAME:
      return attribute.text().map([&](const std::string& name) { table.name = name; });
    case NDTA_THRESH1: return number(table.thresh1);
    case NDTA_THRESH2: return number(table.thresh2);
    case NDTA_THRESH3: return number(table.thresh3);
    case NDTA_CONFIG:
      whole = true;
      table.entries = prefix_of<ndt_config>(attribute.payload).ndtc_entries;
      return {};
    case NDTA_STATS: {
      const auto stats = prefix_of<ndt_stats>(attribute.payload);
      table.resolve_failed = stats.ndts_res_failed;
      table.forced_gc = stats.ndts_forced_gc_runs;
      table.table_full = stats.ndts_table_fulls;
      return {};
    }
    default: return {};
  }
}

Result<> ask(NetlinkSocket& socket) {
  struct {
    nlmsghdr netlink;
    ndtmsg table;
  } request{};
  request.netlink.nlmsg_len = sizeof(request);
  request.netlink.nlmsg_type = RTM_GETNEIGHTBL;
  request.netlink.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  request.netlink.nlmsg_seq = 1;
  return socket.send(std::as_bytes(std::span(&request, 1)));
}

}  // namespace

Result<std::optional<NeighbourTable>> decode_neighbour_table(const Message& message) {
  if (message.payload.size() < sizeof(ndtmsg)) {
    return fail(Code::Malformed, "a neighbour table's message is cut short");
  }
  AttributeReader reader(message.payload.subspan(NLMSG_ALIGN(sizeof(ndtmsg))));
  NeighbourTable table;
  bool whole = false;
  while (auto attribute = reader.next()) {
    if (auto taken = take(*attribute, table, whole); !taken) {
      return tl::unexpected(std::move(taken).error());
    }
  }
  if (reader.malformed()) return fail(Code::Malformed, "a neighbour table's message is cut short");
  if (!whole) return std::nullopt;
  return table;
}

Result<std::vector<NeighbourTable>> read_neighbour_tables() {
  auto socket = NetlinkSocket::open(NETLINK_ROUTE);
  if (!socket) return tl::unexpected(std::move(socket).error());
  if (auto asked = ask(*socket); !asked) return tl::unexpected(std::move(asked).error());
  std::vector<NeighbourTable> tables;
  for (;;) {
    auto datagram = socket->receive(kPatience);
    if (!datagram) return tl::unexpected(std::move(datagram).error());
    if (datagram->empty()) return fail(Code::Failed, "the kernel does not answer", ETIMEDOUT);
    MessageReader reader(*datagram);
    while (auto message = reader.next()) {
      if (message->type == NLMSG_DONE) return tables;
      if (message->type == NLMSG_ERROR) {
        if (auto ack = ack_of(*message); !ack) return tl::unexpected(std::move(ack).error());
        return tables;
      }
      auto table = decode_neighbour_table(*message);
      if (!table) return tl::unexpected(std::move(table).error());
      if (*table) tables.push_back(**std::move(table));
    }
    if (reader.malformed()) return fail(Code::Malformed, "the kernel's message is cut short");
  }
}

}  // namespace nftrace::doctor
