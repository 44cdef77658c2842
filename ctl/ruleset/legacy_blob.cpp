// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/legacy_blob.h"

#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "ruleset/option_block.h"

namespace nftrace {
namespace {

constexpr std::array<const char*, 5> kBuiltin = {"PREROUTING", "INPUT", "FORWARD", "OUTPUT",
                                                 "POSTROUTING"};

struct Entry {
  std::uint16_t next = 0;   ///< bytes to the next entry
  std::string_view target;  ///< the target's name
  std::uint8_t revision = 0;
  std::span<const std::byte> options;  ///< the target's data
};

/// The string at the start of these bytes; nullopt when it never ends.
std::optional<std::string_view> string_in(std::span<const std::byte> bytes) {
  const auto end = std::find(bytes.begin(), bytes.end(), std::byte{0});
  if (end == bytes.end()) return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(bytes.data()),
                          static_cast<std::size_t>(end - bytes.begin()));
}

/// Splits the entry at the start of `bytes`; nullopt when it contradicts itself
/// or reaches behind the end. Offsets in it are never trusted: zero would walk
/// for ever, others would read behind the end.
template <class Header>
std::optional<Entry> split_entry(std::span<const std::byte> bytes) {
  Header header;
  xt_entry_target target;
  if (bytes.size() < sizeof(header)) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof(header));
  const std::size_t next = header.next_offset;
  const std::size_t at = header.target_offset;
  if (next % alignof(Header) != 0 || next > bytes.size() || at < sizeof(header) ||
      at + sizeof(target) > next) {
    return std::nullopt;
  }
  std::memcpy(&target, bytes.data() + at, sizeof(target));
  const std::size_t size = target.u.user.target_size;
  if (size < sizeof(target) || at + size > next) return std::nullopt;

  const auto name = string_in(
      bytes.subspan(at + offsetof(xt_entry_target, u.user.name), sizeof(target.u.user.name)));
  if (!name) return std::nullopt;
  return Entry{header.next_offset, *name, target.u.user.revision,
               bytes.subspan(at + sizeof(target), size - sizeof(target))};
}

/// Collects chains and places while entries go by.
class Walk {
 public:
  Walk(Family family, const std::string& table, const LegacyInfo& info)
      : family_(family), table_(table), info_(info) {}

  [[nodiscard]] Result<> take(std::size_t offset, const Entry& entry) {
    const int hook = hook_at(offset);
    if (hook >= 0) {
      open_chain(kBuiltin.at(static_cast<std::size_t>(hook)));
    } else if (entry.target == XT_ERROR_TARGET) {
      const auto name = string_in(entry.options);
      if (!name) return malformed(offset, "a chain's name has no end");
      open_chain(std::string(*name));
      return {};
    }
    if (read_.chains.empty()) return malformed(offset, "a rule stands before the first chain");
    const unsigned number = ++read_.chains.back().rules;
    if (entry.target != kTargetName || entry.revision != 0) return {};
    auto block = decode_option_block(entry.options);
    if (!block) return malformed(offset, "an NFTRACE rule's options are cut short");
    Place place;
    place.id = block->id;
    place.family = family_;
    place.backend = Backend::Legacy;
    place.table = table_;
    place.chain = read_.chains.back().name;
    place.number = number;
    place.options = std::move(block->options);
    read_.places.push_back(std::move(place));
    return {};
  }

  [[nodiscard]] LegacyTable finish() {
    close_chain();
    return std::move(read_);
  }

  [[nodiscard]] tl::unexpected<Error> malformed(std::size_t offset, const char* why) const {
    return fail(Code::Malformed,
                std::string("table ") + table_ + ", byte " + std::to_string(offset) + ": " + why);
  }

 private:
  [[nodiscard]] int hook_at(std::size_t offset) const {
    for (std::size_t hook = 0; hook < kBuiltin.size(); ++hook) {
      if ((info_.valid_hooks >> hook & 1U) != 0 && info_.hook_entry.at(hook) == offset) {
        return static_cast<int>(hook);
      }
    }
    return -1;
  }

  // The last entry of each chain is its policy or its return, which iptables
  // neither shows nor counts.
  void close_chain() {
    if (!read_.chains.empty() && read_.chains.back().rules > 0) --read_.chains.back().rules;
  }

  void open_chain(std::string name) {
    close_chain();
    read_.chains.push_back({std::move(name), 0});
  }

  Family family_;
  const std::string& table_;
  const LegacyInfo& info_;
  LegacyTable read_;
};

template <class Header>
Result<LegacyTable> walk(Family family, const std::string& table, const LegacyInfo& info,
                         std::span<const std::byte> entries) {
  Walk walk(family, table, info);
  for (std::size_t offset = 0; offset < entries.size();) {
    const auto entry = split_entry<Header>(entries.subspan(offset));
    if (!entry) return walk.malformed(offset, "not an entry");
    const bool last = offset + entry->next == entries.size();
    // The table ends with an ERROR entry that opens no chain.
    if (last && entry->target == XT_ERROR_TARGET) break;
    if (auto taken = walk.take(offset, *entry); !taken) {
      return tl::unexpected(std::move(taken).error());
    }
    offset += entry->next;
  }
  return walk.finish();
}

}  // namespace

Result<LegacyTable> walk_legacy_table(Family family, const std::string& table,
                                      const LegacyInfo& info, std::span<const std::byte> entries) {
  return family == Family::Ipv4 ? walk<ipt_entry>(family, table, info, entries)
                                : walk<ip6t_entry>(family, table, info, entries);
}

}  // namespace nftrace
