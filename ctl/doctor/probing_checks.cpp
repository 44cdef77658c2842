// SPDX-License-Identifier: GPL-2.0-or-later
// What following packets through nf_tables needs of the kernel.
#include "doctor/checks.h"
#include "doctor/kernel_config.h"

namespace nftrace::doctor {
namespace {

Finding check_kprobes(const Machine& machine, const std::optional<KernelConfig>& config) {
  if (config && !config->has("KPROBES")) {
    return warning("kprobes",
                   "the kernel is built without CONFIG_KPROBES: rules of nft can't be followed",
                   "apt-get install linux-image-amd64 && reboot");
  }
  const auto enabled = machine.number("/sys/kernel/debug/kprobes/enabled");
  if (enabled && *enabled == 0) {
    return failure("kprobes", "somebody switched all kprobes off",
                   "echo 1 >/sys/kernel/debug/kprobes/enabled");
  }
  const auto optimised = machine.number("/proc/sys/debug/kprobes-optimization");
  if (optimised && *optimised == 0) {
    return warning("kprobes", "kprobes are not optimised: each costs a breakpoint",
                   "sysctl -w debug.kprobes-optimization=1");
  }
  return ok("kprobes", "usable");
}

Finding check_static_key(const Machine& machine, const std::optional<KernelConfig>& config) {
  if (config && !config->has("JUMP_LABEL")) {
    return warning("static-key", "the kernel is built without CONFIG_JUMP_LABEL: idle costs more");
  }
  if (!machine.exists("/sys/module/nf_tables")) {
    return ok("static-key", "usable; nf_tables is not loaded");
  }
  // Some 150,000 lines: looked through as one text.
  const std::string symbols = machine.read("/proc/kallsyms").value_or("");
  const bool key = symbols.find(" nft_trace_enabled\t") != std::string::npos;
  const bool call = symbols.find(" __nft_trace_packet\t") != std::string::npos;
  if (key && call) return ok("static-key", "usable: nft_trace_enabled, __nft_trace_packet");
  return warning("static-key", "nf_tables of this kernel has no " +
                                   std::string(key ? "__nft_trace_packet" : "nft_trace_enabled") +
                                   ": rules of nft can't be followed");
}

}  // namespace

Findings check_probing(const Machine& machine, const Facts&) {
  const auto config = KernelConfig::read(machine);
  return {check_kprobes(machine, config), check_static_key(machine, config)};
}

}  // namespace nftrace::doctor
