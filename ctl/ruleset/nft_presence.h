// SPDX-License-Identifier: GPL-2.0-or-later
// Is nf_tables in the running kernel?
#pragma once

namespace nftrace {

/// True when nf_tables is loaded or built in. To ask it anything by netlink when
/// it is not would make the kernel load it, so everything that reads asks here
/// first. Reads files only. A kernel of which nothing can be found out counts
/// as without.
[[nodiscard]] bool nf_tables_present();

}  // namespace nftrace
