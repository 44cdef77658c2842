// SPDX-License-Identifier: GPL-2.0-or-later
// The system's own iptables: found, run with an argument vector, never by a shell.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "netlink/result.h"
#include "ruleset/place.h"

namespace nftrace {

/// How a run of iptables ended.
struct IptablesRun {
  int status = 0;   ///< exit status; 128 + signal when it was killed
  std::string err;  ///< what it wrote on standard error, at most 64 KiB
};

/// Path of the iptables command for this backend and family: iptables-legacy,
/// iptables-nft or their ip6tables twins; plain iptables where that one is
/// missing and says by -V that it is of this backend.
/// Errors: Usage for Family::Inet; NotFound when there is none.
[[nodiscard]] Result<std::string> find_iptables(Backend backend, Family family);

/// Runs iptables with these words (without its own name), a fixed PATH and
/// LC_ALL=C, standard input and output at /dev/null, and waits for its end.
/// A refused rule is not an error of this call: look at `status`.
/// Errors: as find_iptables(); Failed when it could not be started.
[[nodiscard]] Result<IptablesRun> run_iptables(Backend backend, Family family,
                                               std::span<const std::string> words);

/// The backend of the system's default command ("iptables" or "ip6tables"), from
/// its -V; where only iptables-nft or iptables-legacy is there, that one's.
/// Errors: NotFound when there is none.
[[nodiscard]] Result<Backend> default_backend(Family family);

/// The backend that an answer to `iptables -V` names. A version without a name
/// in brackets is older than nft and so is legacy.
[[nodiscard]] Backend backend_of_version(std::string_view answer);

/// A rule to add with iptables.
struct AddRequest {
  std::string table = "filter";
  std::string chain;
  bool append = false;             ///< at the end; else at `number`
  unsigned number = 1;             ///< place within the chain, from 1
  std::vector<std::string> match;  ///< iptables' own words, as typed
  RuleOptions options;
};

/// The words that add this rule.
[[nodiscard]] std::vector<std::string> add_words(const AddRequest& request);

/// Feeds `input` to iptables-legacy-restore or ip6tables-legacy-restore with
/// --noflush: the kernel takes each table in it as one change.
/// Errors: as run_iptables().
[[nodiscard]] Result<IptablesRun> run_legacy_restore(Family family, std::string_view input);

}  // namespace nftrace
