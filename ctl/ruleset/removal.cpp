// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/removal.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "ruleset/iptables.h"
#include "ruleset/legacy_table.h"
#include "ruleset/nft_writer.h"

namespace nftrace {
namespace {

/// A name as iptables-restore reads it back.
Result<std::string> quoted(const std::string& name) {
  std::string text = "\"";
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      return fail(Code::Failed, "a table or chain has control characters in its name");
    }
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

/// Are these rules still where they stood? Another edit may have moved them.
Result<> look_again(std::span<const Place> places) {
  std::map<std::string, LegacyTable> tables;
  for (const Place& place : places) {
    auto found = tables.find(place.table);
    if (found == tables.end()) {
      auto table = read_legacy_table(place.family, place.table);
      if (!table) return tl::unexpected(std::move(table).error());
      found = tables.emplace(place.table, std::move(*table)).first;
    }
    const auto& now = found->second.places;
    const bool same = std::any_of(now.begin(), now.end(), [&](const Place& other) {
      return other.chain == place.chain && other.number == place.number && other.id == place.id;
    });
    if (!same) {
      return fail(Code::Interrupted, "rule " + std::to_string(place.number) + " of chain " +
                                         place.chain + " was changed meanwhile");
    }
  }
  return {};
}

Result<> remove_legacy(Family family, std::span<const Place> places) {
  std::vector<Place> mine;
  std::copy_if(places.begin(), places.end(), std::back_inserter(mine), [&](const Place& place) {
    return place.backend == Backend::Legacy && place.family == family;
  });
  if (mine.empty()) return {};
  auto text = removal_text(mine);
  if (!text) return tl::unexpected(std::move(text).error());
  if (auto looked = look_again(mine); !looked) return looked;
  auto run = run_legacy_restore(family, *text);
  if (!run) return tl::unexpected(std::move(run).error());
  if (run->status != 0) return fail(Code::Failed, "iptables-legacy-restore: " + run->err);
  return {};
}

}  // namespace

Result<std::string> removal_text(std::span<const Place> places) {
  std::vector<const Place*> order;
  for (const Place& place : places) order.push_back(&place);
  std::sort(order.begin(), order.end(), [](const Place* a, const Place* b) {
    return std::tie(a->table, a->chain, b->number) < std::tie(b->table, b->chain, a->number);
  });
  std::string text;
  const Place* before = nullptr;
  for (const Place* place : order) {
    const bool same_table = before != nullptr && before->table == place->table;
    const bool twice =
        same_table && before->chain == place->chain && before->number == place->number;
    if (twice) continue;
    if (!same_table) {
      if (before != nullptr) text += "COMMIT\n";
      // No quotes here: iptables-restore takes this line as it is.
      if (auto name = quoted(place->table); !name) return name;
      text += "*" + place->table + "\n";
    }
    auto chain = quoted(place->chain);
    if (!chain) return chain;
    text += "-D " + *chain + " " + std::to_string(place->number) + "\n";
    before = place;
  }
  if (before != nullptr) text += "COMMIT\n";
  return text;
}

Result<> remove_places(std::span<const Place> places) {
  for (const Family family : {Family::Ipv4, Family::Ipv6}) {
    if (auto removed = remove_legacy(family, places); !removed) return removed;
  }
  std::vector<NftRuleKey> keys;
  for (const Place& place : places) {
    if (place.backend != Backend::Nft) continue;
    keys.push_back({place.family, place.table, place.chain, place.handle, place.id});
  }
  return keys.empty() ? Result<>{} : remove_nft_rules(keys);
}

}  // namespace nftrace
