// SPDX-License-Identifier: GPL-2.0-or-later
// Opens a tap for a command.
#pragma once

#include "client/tap.h"

namespace nftrace::cli {

/// As Tap::open(), with messages that say what to do: when the module has no events,
/// when there is no such rule. Warns when every rule is asked for and there is none.
[[nodiscard]] Result<Tap> open_tap(const TapOptions& options);

}  // namespace nftrace::cli
