// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/saved_view.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace nftrace::cli {
namespace {

SavedRules saved() {
  SavedRules rules;
  rules.found = {{"/etc/nftables.conf", SavedKind::Nft, 12, 1},
                 {"/etc/iptables/rules.v4", SavedKind::Iptables, 3, 2}};
  rules.unread = {{"/etc/nftables/\033x", "Permission denied"}};
  return rules;
}

TEST(SavedView, SaysNothingWhereThereIsNothing) {
  EXPECT_EQ("", saved_text(0, {}));
  EXPECT_EQ(R"({"found":[],"unread":[]})", saved_json({}).dump());
}

TEST(SavedView, NamesFileLineAndWhatBootDoesWithIt) {
  const std::string text = saved_text(1, saved());
  EXPECT_NE(std::string::npos, text.find("1 rule in nft tables"));
  EXPECT_NE(std::string::npos, text.find("/etc/nftables.conf has NFTRACE in line 12"));
  EXPECT_NE(std::string::npos, text.find("nfctl del --all) and save it again"));
  EXPECT_NE(std::string::npos, text.find("iptables-restore stops at that table"));
  EXPECT_NE(std::string::npos, text.find("Permission denied"));
}

TEST(SavedView, FitsAnOrdinaryTerminalAndHidesNoEscapes) {
  std::istringstream lines(saved_text(12345, saved()) + kNotReloadable + "\n");
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
    EXPECT_EQ(std::string::npos, line.find('\033'));
  }
}

TEST(SavedView, TellsProgramsTheSame) {
  const Json json = saved_json(saved());
  EXPECT_EQ("nft", json["found"][0]["kind"]);
  EXPECT_EQ(12, json["found"][0]["line"]);
  EXPECT_EQ("iptables", json["found"][1]["kind"]);
  EXPECT_EQ(2, json["found"][1]["count"]);
  EXPECT_EQ("Permission denied", json["unread"][0]["why"]);
}

}  // namespace
}  // namespace nftrace::cli
