// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/facts.h"

#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

#include <algorithm>

#include "client/client.h"
#include "ruleset/legacy_table.h"
#include "ruleset/nft_owner.h"
#include "ruleset/nft_presence.h"
#include "ruleset/nft_ruleset.h"

namespace nftrace::doctor {
namespace {

void read_module(Facts& facts) {
  auto client = Client::open(Autoload::No);
  if (!client) return;
  auto module = client->module();
  if (module) {
    facts.module = *std::move(module);
  } else {
    facts.module_refused = module.error().code == Code::Permission;
  }
}

Result<unsigned> count_legacy(Family family) {
  unsigned rules = 0;
  auto names = legacy_tables(family);
  if (!names) return tl::unexpected(std::move(names).error());
  for (const std::string& name : *names) {
    auto table = read_legacy_table(family, name);
    if (!table) return tl::unexpected(std::move(table).error());
    for (const LegacyChain& chain : table->chains) rules += chain.rules;
  }
  return rules;
}

const char* family_name(std::uint8_t family) {
  switch (family) {
    case NFPROTO_INET: return "inet";
    case NFPROTO_IPV4: return "ip";
    case NFPROTO_IPV6: return "ip6";
    case NFPROTO_NETDEV: return "netdev";
    default: return "bridge";
  }
}

Result<std::vector<Flowtable>> read_flowtables(NftBus& bus) {
  std::vector<Flowtable> found;
  const auto take = [&](const NftMessage& message) -> Result<> {
    std::string table;
    std::string name;
    Flowtable flowtable;
    AttributeReader reader(message.attributes);
    while (auto attribute = reader.next()) {
      if (attribute->type == NFTA_FLOWTABLE_TABLE) table = attribute->text().value_or("");
      if (attribute->type == NFTA_FLOWTABLE_NAME) name = attribute->text().value_or("");
      if (attribute->type == NFTA_FLOWTABLE_FLAGS) {
        flowtable.hardware = (ntohl(attribute->u32().value_or(0)) & NFT_FLOWTABLE_HW_OFFLOAD) != 0;
      }
    }
    flowtable.name = std::string(family_name(message.family)) + " " + table + " " + name;
    found.push_back(std::move(flowtable));
    return {};
  };
  if (auto read = bus.dump(NFT_MSG_GETFLOWTABLE, take); !read) {
    return tl::unexpected(std::move(read).error());
  }
  return found;
}

void read_nft(Facts& facts) {
  if (!nf_tables_present()) {
    facts.iptables_nft_rules = 0;
    facts.flowtables.emplace();
    return;
  }
  auto bus = NftBus::open();
  if (!bus) return;
  if (auto ruleset = read_nft_ruleset(*bus)) {
    facts.iptables_nft_rules = static_cast<unsigned>(std::count_if(
        ruleset->rules.begin(), ruleset->rules.end(),
        [&](const NftRule& rule) { return iptables_owns(*ruleset, rule.family, rule.table); }));
  }
  if (auto flowtables = read_flowtables(*bus)) facts.flowtables = *std::move(flowtables);
}

}  // namespace

Facts read_facts(std::string tool_version) {
  Facts facts;
  facts.tool_version = std::move(tool_version);
  facts.info_size = kOptionBlockSize;
  read_module(facts);
  const auto ipv4 = count_legacy(Family::Ipv4);
  const auto ipv6 = count_legacy(Family::Ipv6);
  if (ipv4 && ipv6) facts.legacy_rules = *ipv4 + *ipv6;
  read_nft(facts);
  if (auto neighbours = read_neighbour_tables()) facts.neighbours = *std::move(neighbours);
  return facts;
}

}  // namespace nftrace::doctor
