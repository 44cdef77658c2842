// SPDX-License-Identifier: GPL-2.0-or-later
// Text that came from outside, made safe to show.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nftrace::ui {

/// Labels, chain names, symbols: whatever we did not write. Printable UTF-8
/// stays as it is. Control characters, escape sequences, characters that change
/// the direction of text or can't be seen, and bytes that are not UTF-8 become
/// \xNN, a byte at a time; a backslash becomes two, so that nothing is ambiguous.
[[nodiscard]] std::string escape(std::string_view text);

/// The text itself when it is valid UTF-8; else with \xNN for each wrong byte.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// Columns on a terminal. For text that went through escape().
[[nodiscard]] std::size_t width(std::string_view text);

/// At most `columns` columns of it; the last one is "~" when something was cut.
[[nodiscard]] std::string cut(std::string_view text, std::size_t columns);

}  // namespace nftrace::ui
