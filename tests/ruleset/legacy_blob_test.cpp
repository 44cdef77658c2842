// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/legacy_blob.h"

#include <gtest/gtest.h>
#include <linux/netfilter/xt_NFTRACE.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>

#include <cstring>

namespace nftrace {
namespace {

/// Lays out entries as the kernel does.
template <class Header>
class Blob {
 public:
  std::uint32_t size() const { return static_cast<std::uint32_t>(bytes_.size()); }
  std::span<const std::byte> bytes() const { return bytes_; }

  /// An entry with a target; `matches` bytes stand in front of it.
  void entry(const char* target, std::span<const std::byte> options, std::size_t matches = 0) {
    last_ = bytes_.size();
    Header header{};
    const std::size_t target_size = XT_ALIGN(sizeof(xt_entry_target) + options.size());
    header.target_offset = static_cast<std::uint16_t>(sizeof(header) + matches);
    header.next_offset = static_cast<std::uint16_t>(header.target_offset + target_size);
    xt_entry_target head{};
    head.u.user.target_size = static_cast<std::uint16_t>(target_size);
    std::strcpy(head.u.user.name, target);
    bytes_.resize(last_ + header.next_offset);
    put(0, header);
    put(header.target_offset, head);
    if (!options.empty()) {
      std::memcpy(&bytes_[last_ + header.target_offset + sizeof(head)], options.data(),
                  options.size());
    }
  }

  void standard() { entry(XT_STANDARD_TARGET, std::array<std::byte, 8>{}); }

  void chain(const char* name) {
    std::array<char, XT_FUNCTION_MAXNAMELEN> error{};
    std::strcpy(error.data(), name);
    entry(XT_ERROR_TARGET, std::as_bytes(std::span(error)));
  }

  void nftrace(std::uint32_t id, const char* label = "", std::size_t matches = 0) {
    xt_nftrace_info info{};
    info.sample = 1;
    info.id = id;
    std::strcpy(info.label, label);
    entry("NFTRACE", std::as_bytes(std::span(&info, 1)), matches);
  }

  /// Overwrites a field of the newest entry.
  template <class T>
  void put(std::size_t offset, const T& value) {
    std::memcpy(&bytes_[last_ + offset], &value, sizeof(value));
  }

  Header header() const {
    Header header;
    std::memcpy(&header, &bytes_[last_], sizeof(header));
    return header;
  }

 private:
  std::vector<std::byte> bytes_;
  std::size_t last_ = 0;
};

/// A filter table: INPUT with a rule, NFTRACE and a policy, empty FORWARD and
/// OUTPUT, a user chain of two NFTRACE rules, an empty user chain.
template <class Header>
struct FilterTable {
  Blob<Header> blob;
  LegacyInfo info;

  FilterTable() {
    info.valid_hooks = 1U << 1 | 1U << 2 | 1U << 3;
    blob.standard();
    blob.nftrace(7, "web", 48);
    blob.standard();
    info.hook_entry[2] = blob.size();
    blob.standard();
    info.hook_entry[3] = blob.size();
    blob.standard();
    blob.chain("user");
    blob.nftrace(8);
    blob.nftrace(9);
    blob.standard();
    blob.chain("empty");
    blob.standard();
    blob.chain("ERROR");
  }
};

template <class Header>
void expect_filter_table(Family family) {
  const FilterTable<Header> table;
  const auto read = walk_legacy_table(family, "filter", table.info, table.blob.bytes());
  ASSERT_TRUE(read) << read.error().what;
  ASSERT_EQ(5U, read->chains.size());
  const std::array<std::pair<const char*, unsigned>, 5> chains = {
      {{"INPUT", 2}, {"FORWARD", 0}, {"OUTPUT", 0}, {"user", 2}, {"empty", 0}}};
  for (std::size_t i = 0; i < chains.size(); ++i) {
    EXPECT_EQ(chains[i].first, read->chains[i].name);
    EXPECT_EQ(chains[i].second, read->chains[i].rules);
  }
  ASSERT_EQ(3U, read->places.size());
  EXPECT_EQ(7U, read->places[0].id);
  EXPECT_EQ("INPUT", read->places[0].chain);
  EXPECT_EQ(2U, read->places[0].number);
  EXPECT_EQ("web", read->places[0].options.label);
  EXPECT_EQ("user", read->places[2].chain);
  EXPECT_EQ(2U, read->places[2].number);
  EXPECT_EQ(family, read->places[2].family);
  EXPECT_EQ(Backend::Legacy, read->places[2].backend);
}

TEST(LegacyBlob, NumbersRulesAsIptablesDoes) { expect_filter_table<ipt_entry>(Family::Ipv4); }
TEST(LegacyBlob, KnowsTheEntriesOfIpv6) { expect_filter_table<ip6t_entry>(Family::Ipv6); }

TEST(LegacyBlob, IsEmptyWithoutEntries) {
  const auto read = walk_legacy_table(Family::Ipv4, "raw", LegacyInfo{}, {});
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->chains.empty());
}

TEST(LegacyBlob, SurvivesACutAtEachByte) {
  const FilterTable<ipt_entry> table;
  const auto bytes = table.blob.bytes();
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    // A copy, so that reading behind its end is seen by the sanitizer.
    const std::vector<std::byte> cut(bytes.begin(), bytes.begin() + static_cast<long>(length));
    const auto read = walk_legacy_table(Family::Ipv4, "filter", table.info, cut);
    EXPECT_TRUE(read || read.error().code == Code::Malformed) << length;
  }
}

/// A table of one entry in INPUT whose offset fields are as given.
Result<LegacyTable> walk_with(std::uint16_t next, std::uint16_t target, std::uint16_t size) {
  Blob<ipt_entry> blob;
  LegacyInfo info;
  info.valid_hooks = 1U << 1;
  blob.nftrace(1);
  const std::size_t at = blob.header().target_offset;
  blob.put(at, size);
  blob.put(offsetof(ipt_entry, next_offset), next);
  blob.put(offsetof(ipt_entry, target_offset), target);
  return walk_legacy_table(Family::Ipv4, "filter", info, blob.bytes());
}

TEST(LegacyBlob, TakesTheEntryThatIsAsItShouldBe) {
  ASSERT_EQ(208U, sizeof(ipt_entry) + sizeof(xt_entry_target) + sizeof(xt_nftrace_info));
  EXPECT_TRUE(walk_with(208, 112, 96));
}

TEST(LegacyBlob, RefusesOffsetsThatLeadNowhere) {
  EXPECT_FALSE(walk_with(0, 112, 96)) << "would walk for ever";
  EXPECT_FALSE(walk_with(204, 112, 92)) << "not aligned";
  EXPECT_FALSE(walk_with(216, 112, 96)) << "behind the end";
  EXPECT_FALSE(walk_with(65528, 112, 96)) << "far behind the end";
  EXPECT_FALSE(walk_with(208, 0, 96)) << "target inside the header";
  EXPECT_FALSE(walk_with(208, 200, 96)) << "target without room";
  EXPECT_FALSE(walk_with(208, 112, 0)) << "target smaller than its own head";
  EXPECT_FALSE(walk_with(208, 112, 104)) << "target behind its entry";
  EXPECT_FALSE(walk_with(208, 112, 40)) << "options cut short";
}

TEST(LegacyBlob, RefusesNamesWithoutAnEnd) {
  Blob<ipt_entry> blob;
  LegacyInfo info;
  info.valid_hooks = 1U << 1;
  std::array<std::byte, XT_FUNCTION_MAXNAMELEN + 2> name{};
  name.fill(std::byte{'x'});
  blob.standard();
  blob.entry(XT_ERROR_TARGET, name);
  blob.standard();
  EXPECT_FALSE(walk_legacy_table(Family::Ipv4, "filter", info, blob.bytes()));
}

TEST(LegacyBlob, RefusesARuleInNoChain) {
  Blob<ipt_entry> blob;
  blob.nftrace(1);
  EXPECT_FALSE(walk_legacy_table(Family::Ipv4, "filter", LegacyInfo{}, blob.bytes()));
}

TEST(LegacyBlob, LeavesOtherRevisionsAlone) {
  Blob<ipt_entry> blob;
  LegacyInfo info;
  info.valid_hooks = 1U << 1;
  blob.nftrace(1);
  blob.put(blob.header().target_offset + offsetof(xt_entry_target, u.user.revision),
           std::uint8_t{1});
  const auto read = walk_legacy_table(Family::Ipv4, "filter", info, blob.bytes());
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->places.empty());
}

}  // namespace
}  // namespace nftrace
