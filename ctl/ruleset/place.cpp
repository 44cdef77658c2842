// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/place.h"

#include <iterator>
#include <utility>

#include "ruleset/legacy_table.h"
#include "ruleset/nft_owner.h"
#include "ruleset/nft_presence.h"
#include "ruleset/nft_ruleset.h"

namespace nftrace {
namespace {

Result<> read_legacy(Family family, Places& places) {
  auto names = legacy_tables(family);
  if (!names) return tl::unexpected(std::move(names).error());
  for (const std::string& name : *names) {
    places.legacy_tables = true;
    auto table = read_legacy_table(family, name);
    if (!table) return tl::unexpected(std::move(table).error());
    for (Place& place : table->places) places.rules.push_back(std::move(place));
  }
  return {};
}

Result<> read_nft(Places& places) {
  if (!nf_tables_present()) return {};
  auto bus = NftBus::open();
  if (!bus) return tl::unexpected(std::move(bus).error());
  auto ruleset = read_nft_ruleset(*bus);
  if (!ruleset) return tl::unexpected(std::move(ruleset).error());
  places.nft_tables = !ruleset->tables.empty();
  auto found = places_of(*ruleset);
  places.rules.insert(places.rules.end(), std::make_move_iterator(found.begin()),
                      std::make_move_iterator(found.end()));
  return {};
}

}  // namespace

Result<Places> read_places() {
  Places places;
  auto read = read_legacy(Family::Ipv4, places);
  if (read) read = read_legacy(Family::Ipv6, places);
  if (read) read = read_nft(places);
  if (!read) return tl::unexpected(std::move(read).error());
  return places;
}

const char* to_string(Family family) {
  switch (family) {
    case Family::Ipv4: return "ip";
    case Family::Ipv6: return "ip6";
    case Family::Inet: break;
  }
  return "inet";
}

const char* to_string(Backend backend) { return backend == Backend::Legacy ? "legacy" : "nft"; }

}  // namespace nftrace
