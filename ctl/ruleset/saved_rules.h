// SPDX-License-Identifier: GPL-2.0-or-later
// NFTRACE rules in the saved rulesets that boot loads.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace nftrace {

enum class SavedKind {
  Nft,       ///< for nft -f, which refuses a whole load for one xt expression
  Iptables,  ///< for iptables-restore, which needs the plugin and the module
};

/// A saved file that has at least one NFTRACE rule.
struct SavedRule {
  std::string file;  ///< as boot knows it: without the root
  SavedKind kind = SavedKind::Nft;
  unsigned line = 0;   ///< of the first one, from 1
  unsigned count = 0;  ///< how many
};

/// A file or folder that may have some, but could not be looked at.
struct UnreadFile {
  std::string file;
  std::string why;  ///< "Permission denied"
};

struct SavedRules {
  std::vector<SavedRule> found;  ///< each file once, in the order of reading
  std::vector<UnreadFile> unread;
};

/// Reads, below `root`, etc/nftables.conf and etc/sysconfig/nftables.conf with all
/// that they include, every file of the folder etc/nftables, and
/// etc/iptables/rules.v4 and rules.v6. Files that are not there are passed over.
///
/// Includes are followed as nft does: at most 16 deep, wildcards in the order of
/// names and without dot files; a relative path is looked for in etc, one that
/// begins with ./ or ../ in the root (boot runs nft there), and both then beside
/// the file that includes it. At most 1,000 files of at most 64 MiB each are
/// read; what is beyond is told in `unread`.
[[nodiscard]] SavedRules find_saved_rules(const std::filesystem::path& root = "/");

/// What one text has. Pure.
struct SavedText {
  std::vector<unsigned> lines;        ///< where NFTRACE rules stand, from 1
  std::vector<std::string> includes;  ///< paths as written; nft's files only
};
[[nodiscard]] SavedText scan_nft_text(std::string_view text);
[[nodiscard]] SavedText scan_iptables_text(std::string_view text);

}  // namespace nftrace
