// SPDX-License-Identifier: GPL-2.0-or-later
// What the words of nfctl add ask for. Pure: no kernel, no ruleset.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ruleset/iptables.h"
#include "ruleset/nft_writer.h"

namespace nftrace::cli {

/// The command line as the parser left it.
struct AddWords {
  std::vector<std::string> words;  ///< CHAIN, or FAMILY TABLE CHAIN and match words
  std::vector<std::string> match;  ///< behind "--"
  std::string family;              ///< "ip", "ip6", "both"; empty: not given
  std::string backend;             ///< "legacy", "nft"; empty: not given
  std::string table;               ///< empty: not given
  RuleOptions options;
  std::optional<unsigned> position;  ///< from 1
  bool first = false;
  bool last = false;
  std::optional<std::uint64_t> before;  ///< an nft handle
  std::optional<std::uint64_t> after;
};

/// To be written with iptables, once for each family.
struct IptablesAdd {
  std::vector<Family> families;
  std::optional<Backend> backend;  ///< none: the chain's owner decides
  AddRequest request;
};

using AddPlan = std::variant<IptablesAdd, NftAdd>;

/// One word is a chain for iptables; three and more, of which the first is an
/// nft family, are a chain of an nft table. Usage, with the option's name, for
/// what makes no sense together.
[[nodiscard]] Result<AddPlan> plan_add(const AddWords& words);

}  // namespace nftrace::cli
