// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/open_tap.h"

#include <linux/nftrace.h>

#include "cli/report.h"
#include "cli/rule_name.h"

namespace nftrace::cli {

Result<Tap> open_tap(const TapOptions& options) {
  auto client = Client::open(Autoload::No);
  if (!client) return tl::unexpected(std::move(client).error());
  auto module = client->module();
  if (!module) return tl::unexpected(std::move(module).error());
  if ((module->features & NFTRACE_FEATURE_TAPS) == 0) {
    return fail(Code::Failed, "the loaded module has no events", 0,
                "it is older than nfctl: see nfctl status");
  }
  if (std::holds_alternative<EveryRule>(options.packets) && module->rules == 0) {
    warn("no NFTRACE rules yet, so no packet is told; add one: nfctl add INPUT\n");
  }
  auto tap = Tap::open(client->family(), options);
  const auto* name = std::get_if<RuleName>(&options.packets);
  if (!tap && tap.error().code == Code::NotFound && name != nullptr) {
    return fail(Code::NotFound, "there is no " + describe(*name), 0, "see: nfctl rules");
  }
  return tap;
}

}  // namespace nftrace::cli
