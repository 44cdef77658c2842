// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/saved_rules.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

namespace nftrace {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRule = "xt target \"NFTRACE\"\n";

/// A root of its own, with the files that a test writes.
class Root {
 public:
  Root() {
    std::string name = (fs::temp_directory_path() / "nftrace-saved-XXXXXX").string();
    const char* made = mkdtemp(name.data());
    EXPECT_NE(nullptr, made);
    path = name;
  }
  ~Root() { fs::remove_all(path); }
  Root(const Root&) = delete;
  Root& operator=(const Root&) = delete;

  void write(const std::string& file, const std::string& text) const {
    const fs::path whole = path / fs::path(file).relative_path();
    fs::create_directories(whole.parent_path());
    std::ofstream(whole) << text;
  }
  [[nodiscard]] std::vector<std::string> found() const {
    std::vector<std::string> files;
    for (const SavedRule& rule : find_saved_rules(path).found) files.push_back(rule.file);
    return files;
  }

  fs::path path;
};

using Files = std::vector<std::string>;
using Lines = std::vector<unsigned>;

TEST(ScanNftText, FindsTheExpressionAsNftListsIt) {
  const auto found = scan_nft_text(
      "table inet fw {\n\tchain input {\n\t\ttcp dport 22 xt target \"NFTRACE\"\n"
      "\t\txt target NFTRACE counter\n\t}\n}\n");
  EXPECT_EQ((Lines{3, 4}), found.lines);
}

TEST(ScanNftText, PassesOverCommentsStringsAndOtherTargets) {
  EXPECT_TRUE(scan_nft_text("# xt target \"NFTRACE\"\nxt target \"LOG\"\n"
                            "accept comment \"xt target NFTRACE\" # xt target NFTRACE\n"
                            "xt match \"NFTRACE\"\n")
                  .lines.empty());
}

TEST(ScanNftText, CountsLinesOverStringsContinuationsAndComments) {
  EXPECT_EQ(Lines{5}, scan_nft_text("# \"\n\"open\nx \\\n\n xt \\\n target\n\"NFTRACE\"").lines);
}

TEST(ScanNftText, FindsIncludesButNotInComments) {
  const auto found = scan_nft_text("include \"a.nft\"\n#include \"b\"\ninclude\t\"/etc/c d/*\";");
  EXPECT_EQ((Files{"a.nft", "/etc/c d/*"}), found.includes);
}

TEST(ScanIptablesText, FindsEveryWayToWriteTheJump) {
  const auto found = scan_iptables_text(
      "*filter\n-A INPUT -p udp -j NFTRACE --nftrace-label \"a b\"\n-A X --jump NFTRACE\n"
      "-A X -jNFTRACE\n[1:2] -A X --jump=NFTRACE\nCOMMIT");
  EXPECT_EQ((Lines{2, 3, 4, 5}), found.lines);
}

TEST(ScanIptablesText, PassesOverCommentsChainsAndQuotedText) {
  EXPECT_TRUE(scan_iptables_text("# -A INPUT -j NFTRACE\n:NFTRACE - [0:0]\n-A NFTRACE -j DROP\n"
                                 "-A I -m comment --comment \"-j NFTRACE\" -j DROP\n")
                  .lines.empty());
}

TEST(SavedRules, NothingThereIsNothingFound) {
  const Root root;
  const auto saved = find_saved_rules(root.path);
  EXPECT_TRUE(saved.found.empty());
  EXPECT_TRUE(saved.unread.empty());
}

TEST(SavedRules, AreFoundInEachFileThatBootLoads) {
  const Root root;
  for (const char* file :
       {"/etc/nftables.conf", "/etc/nftables/main.nft", "/etc/sysconfig/nftables.conf"}) {
    root.write(file, kRule);
  }
  for (const char* file : {"/etc/iptables/rules.v4", "/etc/iptables/rules.v6"}) {
    root.write(file, "*raw\n-A OUTPUT -j NFTRACE\n-A OUTPUT -j NFTRACE\nCOMMIT\n");
  }
  const auto saved = find_saved_rules(root.path);
  EXPECT_EQ((Files{"/etc/nftables.conf", "/etc/nftables/main.nft", "/etc/sysconfig/nftables.conf",
                   "/etc/iptables/rules.v4", "/etc/iptables/rules.v6"}),
            root.found());
  EXPECT_EQ(SavedKind::Nft, saved.found.front().kind);
  EXPECT_EQ(SavedKind::Iptables, saved.found.back().kind);
  EXPECT_EQ(2U, saved.found.back().line);
  EXPECT_EQ(2U, saved.found.back().count);
}

TEST(SavedRules, FollowIncludesInTheOrderOfNamesWithoutDotFiles) {
  const Root root;
  root.write("/etc/nftables.conf", "include \"/srv/fw/*.nft\"\ninclude \"/srv/none/*\"\n");
  for (const char* name : {"b.nft", "a.nft", ".hidden.nft", "c.txt"}) {
    root.write(std::string("/srv/fw/") + name, kRule);
  }
  EXPECT_EQ((Files{"/srv/fw/a.nft", "/srv/fw/b.nft"}), root.found());
}

TEST(SavedRules, LookForRelativeIncludesInEtcThenBesideTheFile) {
  const Root root;
  root.write("/etc/nftables.conf", "include \"one.nft\"\ninclude \"/srv/two.nft\"\n");
  root.write("/etc/one.nft", kRule);
  root.write("/srv/two.nft", "include \"three.nft\"\ninclude \"./four.nft\"\n");
  root.write("/srv/three.nft", kRule);
  root.write("/four.nft", kRule);
  root.write("/srv/four.nft", kRule);
  EXPECT_EQ((Files{"/etc/one.nft", "/srv/three.nft", "/four.nft"}), root.found());
}

TEST(SavedRules, EndWhereFilesIncludeEachOther) {
  const Root root;
  root.write("/etc/nftables.conf", std::string("include \"a.nft\"\n") + kRule);
  root.write("/etc/a.nft", std::string("include \"nftables.conf\"\ninclude \"a.nft\"\n") + kRule);
  EXPECT_EQ((Files{"/etc/nftables.conf", "/etc/a.nft"}), root.found());
}

TEST(SavedRules, TellWhereIncludesAreTooDeep) {
  const Root root;
  root.write("/etc/nftables.conf", "include \"0.nft\"\n");
  for (int depth = 0; depth < 20; ++depth) {
    root.write("/etc/" + std::to_string(depth) + ".nft",
               "include \"" + std::to_string(depth + 1) + ".nft\"\n");
  }
  const auto saved = find_saved_rules(root.path);
  ASSERT_EQ(1U, saved.unread.size());
  EXPECT_EQ("/etc/15.nft", saved.unread.front().file);
}

TEST(SavedRules, TellWhatCannotBeRead) {
  const Root root;
  fs::create_directories(root.path / "etc");
  // Root may read everything, but nobody can follow this.
  fs::create_symlink("nftables.conf", root.path / "etc/nftables.conf");
  const auto saved = find_saved_rules(root.path);
  EXPECT_TRUE(saved.found.empty());
  ASSERT_EQ(1U, saved.unread.size());
  EXPECT_EQ("/etc/nftables.conf", saved.unread.front().file);
  EXPECT_EQ("Too many levels of symbolic links", saved.unread.front().why);
}

TEST(SavedRules, TellAFileThatIsTooLarge) {
  const Root root;
  root.write("/etc/nftables.conf", kRule);
  fs::resize_file(root.path / "etc/nftables.conf", 65ULL << 20U);  // a hole, takes no room
  const auto saved = find_saved_rules(root.path);
  EXPECT_TRUE(saved.found.empty());
  ASSERT_EQ(1U, saved.unread.size());
}

TEST(SavedRules, DoNotWaitForAPipe) {
  const Root root;
  fs::create_directories(root.path / "etc");
  ASSERT_EQ(0, mkfifo((root.path / "etc/nftables.conf").c_str(), 0600));
  EXPECT_TRUE(root.found().empty());
}

}  // namespace
}  // namespace nftrace
