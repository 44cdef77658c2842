// SPDX-License-Identifier: GPL-2.0-or-later
// The words of a match, read and checked.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "netlink/result.h"
#include "ruleset/place.h"

namespace nftrace {

/// Index of an interface, 0 when there is none of that name.
using InterfaceIndex = std::function<unsigned(const std::string& name)>;

struct InterfaceMatch {
  bool by_name = false;
  std::uint32_t index = 0;  ///< unless by_name
  std::string name;         ///< 1 to 15 characters, without the * of a prefix; always set
  bool prefix = false;
};

struct AddressMatch {
  bool v6 = false;
  std::array<std::uint8_t, 16> address{};  ///< network order, bits behind the prefix are 0
  std::uint32_t prefix = 0;                ///< bits: at most 32 or 128
};

struct PortMatch {
  std::uint16_t first = 0;
  std::uint16_t last = 0;  ///< not below first
};

struct MarkMatch {
  std::uint32_t value = 0;  ///< no bit outside the mask
  std::uint32_t mask = UINT32_MAX;
};

struct MatchWords {
  std::optional<InterfaceMatch> iif, oif;
  std::optional<AddressMatch> saddr, daddr;  ///< of one family, which the table has
  std::optional<std::uint8_t> protocol;
  std::optional<PortMatch> sport, dport;  ///< only with a protocol that has ports
  std::optional<std::uint32_t> state;     ///< bits of NF_CT_STATE_BIT
  std::optional<MarkMatch> mark;
};

/// Reads the words that nft_match.h describes. Pure but for `index`.
/// Errors: Usage, with a sentence that names the word.
[[nodiscard]] Result<MatchWords> parse_match_words(Family family,
                                                   std::span<const std::string> words,
                                                   const InterfaceIndex& index);

}  // namespace nftrace
