// SPDX-License-Identifier: GPL-2.0-or-later
#include "netlink/genl.h"

#include <linux/genetlink.h>
#include <linux/netlink.h>

namespace nftrace {
namespace {

constexpr std::uint8_t kControllerVersion = 2;
constexpr int kReadsAtMost = 10;

Error malformed() {
  return Error{Code::Malformed, 0, "the kernel's list of netlink families is malformed", {}};
}

Result<GenlGroup> decode_group(Bytes attributes) {
  GenlGroup group;
  AttributeReader reader(attributes);
  while (auto attribute = reader.next()) {
    if (attribute->type == CTRL_ATTR_MCAST_GRP_NAME) {
      auto name = attribute->text();
      if (!name) return tl::unexpected(std::move(name).error());
      group.name = *std::move(name);
    } else if (attribute->type == CTRL_ATTR_MCAST_GRP_ID) {
      auto id = attribute->u32();
      if (!id) return tl::unexpected(std::move(id).error());
      group.id = *id;
    }
  }
  if (reader.malformed()) return tl::unexpected(malformed());
  return group;
}

Result<std::vector<GenlGroup>> decode_groups(Bytes attributes) {
  std::vector<GenlGroup> groups;
  AttributeReader reader(attributes);
  while (auto entry = reader.next()) {
    auto group = decode_group(entry->payload);
    if (!group) return tl::unexpected(std::move(group).error());
    groups.push_back(*std::move(group));
  }
  if (reader.malformed()) return tl::unexpected(malformed());
  return groups;
}

Result<> read_attribute(const Attribute& attribute, GenlFamily& family) {
  switch (attribute.type) {
    case CTRL_ATTR_FAMILY_ID: return attribute.u16().map([&](std::uint16_t id) { family.id = id; });
    case CTRL_ATTR_FAMILY_NAME:
      return attribute.text().map([&](std::string name) { family.name = std::move(name); });
    case CTRL_ATTR_VERSION:
      return attribute.u32().map([&](std::uint32_t version) { family.version = version; });
    case CTRL_ATTR_MCAST_GROUPS:
      return decode_groups(attribute.payload).map([&](std::vector<GenlGroup> groups) {
        family.groups = std::move(groups);
      });
    default: return {};
  }
}

/// Keeps the family of that name, if the message is it.
Result<> keep_if(const Message& message, std::string_view name, std::optional<GenlFamily>& found) {
  auto generic = genl_message(message);
  if (!generic) return tl::unexpected(std::move(generic).error());
  auto family = decode_family(generic->attributes);
  if (!family) return tl::unexpected(std::move(family).error());
  if (family->name == name) found = *std::move(family);
  return {};
}

Error not_found(std::string_view name) {
  return Error{Code::NotFound, 0, "no netlink family \"" + std::string(name) + "\"", {}};
}

}  // namespace

std::optional<std::uint32_t> GenlFamily::group(std::string_view group_name) const {
  for (const GenlGroup& candidate : groups) {
    if (candidate.name == group_name) return candidate.id;
  }
  return std::nullopt;
}

Result<GenlFamily> decode_family(Bytes attributes) {
  GenlFamily family;
  AttributeReader reader(attributes);
  while (auto attribute = reader.next()) {
    if (auto read = read_attribute(*attribute, family); !read) {
      return tl::unexpected(std::move(read).error());
    }
  }
  if (reader.malformed()) return tl::unexpected(malformed());
  return family;
}

Result<GenlFamily> find_family(NetlinkSocket& socket, std::string_view name) {
  Result<> answer;
  for (int reads = 0; reads < kReadsAtMost; ++reads) {
    std::optional<GenlFamily> found;
    MessageBuilder request(GENL_ID_CTRL, NLM_F_DUMP, CTRL_CMD_GETFAMILY, kControllerVersion);
    answer = exchange(socket, request,
                      [&](const Message& message) { return keep_if(message, name, found); });
    if (!answer && answer.error().code != Code::Interrupted) break;
    if (found) return *std::move(found);
    if (answer) return tl::unexpected(not_found(name));
  }
  return tl::unexpected(std::move(answer).error());
}

Result<GenlFamily> load_family(NetlinkSocket& socket, std::string_view name) {
  std::optional<GenlFamily> found;
  MessageBuilder request(GENL_ID_CTRL, NLM_F_ACK, CTRL_CMD_GETFAMILY, kControllerVersion);
  request.put_text(CTRL_ATTR_FAMILY_NAME, name);
  auto answer = exchange(socket, request,
                         [&](const Message& message) { return keep_if(message, name, found); });
  if (!answer) return tl::unexpected(std::move(answer).error());
  if (!found) return tl::unexpected(not_found(name));
  return *std::move(found);
}

}  // namespace nftrace
