// SPDX-License-Identifier: GPL-2.0-or-later
// A match as nft prints it in JSON, in the words of nfctl add.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "netlink/result.h"

namespace nftrace::cli {

/// Reads a rule's list of expressions; the target itself is passed over. Usage when
/// one of them is none that nfctl add writes. Pure; any JSON is safe.
[[nodiscard]] Result<std::vector<std::string>> nft_match_words(const nlohmann::json& expressions);

}  // namespace nftrace::cli
