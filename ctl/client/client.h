// SPDX-License-Identifier: GPL-2.0-or-later
// The netlink family "nftrace" as a C++ API.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "client/rule_counters.h"
#include "netlink/genl.h"

namespace nftrace {

/// Names a rule object: its id or its label.
using RuleName = std::variant<std::uint32_t, std::string>;

/// May the kernel load the module?
enum class Autoload { No, Yes };

/// Questions to the module, each answered before the call returns. Sees the
/// network namespace in which it was opened.
///
/// Errors of all calls: Permission without CAP_NET_ADMIN; Malformed when the
/// module's answer is not what the header says; Failed otherwise.
class Client {
 public:
  /// NoModule when the module is not loaded, or with Autoload::Yes could not be.
  [[nodiscard]] static Result<Client> open(Autoload autoload);

  [[nodiscard]] Result<ModuleInfo> module();

  /// All rule objects, ordered by slot. Reads again, ten times at most, when a
  /// rule came or went meanwhile; Interrupted after that.
  [[nodiscard]] Result<std::vector<RuleCounters>> rules();

  /// NotFound when there is no such rule.
  [[nodiscard]] Result<RuleCounters> rule(const RuleName& name);

  /// Counters begin at zero. NotFound when there is no such rule.
  [[nodiscard]] Result<> reset(const RuleName& name);
  [[nodiscard]] Result<> reset_all();

  [[nodiscard]] const GenlFamily& family() const { return family_; }

 private:
  Client(NetlinkSocket socket, GenlFamily family);

  NetlinkSocket socket_;
  GenlFamily family_;
};

}  // namespace nftrace
