// SPDX-License-Identifier: GPL-2.0-or-later
// The module: its file, what builds it, whether it may be loaded, what is loaded.
#include <array>

#include "doctor/checks.h"
#include "doctor/module_file.h"

namespace nftrace::doctor {
namespace {

constexpr const char* kDkms = "/var/lib/dkms/nftrace";
constexpr const char* kSecureBoot =
    "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
constexpr const char* kMokKey = "/var/lib/dkms/mok.pub";

/// Versions of ours that dkms knows; "kernel-..." are links of its own.
std::vector<std::string> dkms_versions(const Machine& machine) {
  std::vector<std::string> versions;
  for (const std::string& name : machine.list(kDkms)) {
    if (machine.exists(std::string(kDkms) + "/" + name + "/source")) versions.push_back(name);
  }
  return versions;
}

std::string install_headers(const Machine& machine) {
  return "apt-get install linux-headers-" + machine.release();
}

/// What brings the module's file, when there is none.
std::string build_command(const Machine& machine, const Facts& facts) {
  if (dkms_versions(machine).empty()) {
    return "apt-get install ./nftrace-dkms_" + facts.tool_version + "_all.deb";
  }
  const std::string build = "dkms autoinstall -k " + machine.release();
  return headers_present(machine) ? build : install_headers(machine) + " && " + build;
}

std::string reload_command(const Facts& facts) {
  const std::string reload = "modprobe -r nftrace && modprobe nftrace";
  if (facts.module && facts.module->rules == 0) return reload;
  const std::string file = "/run/nftrace.rules";
  return "nfctl save " + file + " && nfctl del --all && " + reload + " && nfctl restore " + file;
}

Finding check_headers(const Machine& machine, bool module_there) {
  if (headers_present(machine)) return ok("headers", "headers of the running kernel are there");
  const std::string what = "no headers of the running kernel " + machine.release();
  if (!module_there) return failure("headers", what, install_headers(machine));
  return warning("headers", what + ": the module can't be built again", install_headers(machine));
}

}  // namespace

Findings check_module_file(const Machine& machine, const Facts& facts) {
  const auto file = find_module_file(machine);
  Findings found;
  if (!file) {
    found.push_back(failure("module-file", "no nftrace.ko for kernel " + machine.release(),
                            build_command(machine, facts)));
  } else if (!file->listed) {
    found.push_back(failure("module-file", file->path + " is not in modules.dep",
                            "depmod " + machine.release()));
  } else {
    found.push_back(ok("module-file", file->path));
  }
  found.push_back(check_headers(machine, file.has_value()));
  return found;
}

Findings check_dkms(const Machine& machine, const Facts& facts) {
  const auto versions = dkms_versions(machine);
  if (versions.empty()) return {ok("dkms", "not used for nftrace")};
  for (const std::string& version : versions) {
    const std::string built = std::string(kDkms) + "/" + version + "/" + machine.release();
    if (machine.list(built).empty()) continue;
    if (version == facts.tool_version) return {ok("dkms", version + " is built for this kernel")};
    return {warning("dkms", version + " is built, nfctl is " + facts.tool_version,
                    "apt-get install ./nftrace-dkms_" + facts.tool_version + "_all.deb")};
  }
  const std::string log = std::string(kDkms) + "/" + versions.back() + "/build/make.log";
  std::string what = versions.back() + " is not built for kernel " + machine.release();
  if (machine.exists(log)) what += "; the last build failed, see " + log;
  return {failure("dkms", what, build_command(machine, facts))};
}

Findings check_secure_boot(const Machine& machine, const Facts&) {
  const auto variable = machine.read(kSecureBoot);
  const bool enforced =
      machine.read("/sys/module/module/parameters/sig_enforce").value_or("")[0] == 'Y';
  // Four bytes of attributes, then the value.
  const bool on = variable && variable->size() > 4 && (*variable)[4] == 1;
  if (!on && !enforced) return {ok("secure-boot", "off: modules need no signature")};
  const std::string why = on ? "Secure Boot is on" : "the kernel demands signed modules";
  const std::string signer = modinfo(machine, "signer");
  if (find_module_file(machine) && signer.empty()) {
    return {failure("secure-boot", why + ", and nftrace.ko is not signed",
                    "dkms remove nftrace -k " + machine.release() + "; dkms autoinstall -k " +
                        machine.release())};
  }
  // The kernel names each key that it trusts: "... asymmetri NAME: X509.rsa ...".
  const std::string keys = machine.read("/proc/keys").value_or("");
  if (signer.empty() || keys.find(" asymmetri " + signer + ":") != std::string::npos) {
    return {ok("secure-boot", why + (signer.empty() ? "" : "; signed by " + signer))};
  }
  return {failure("secure-boot", why + ", and the kernel does not know the key of " + signer,
                  std::string("mokutil --import ") + kMokKey +
                      " && reboot (then choose Enroll MOK on the console)")};
}

Findings check_taint(const Machine& machine, const Facts&) {
  struct Bit {
    unsigned number;
    const char* what;
  };
  constexpr std::array<Bit, 5> kTroubles = {{{7, "an oops happened"},
                                             {9, "a warning happened"},
                                             {14, "a CPU was locked up"},
                                             {5, "bad memory was found"},
                                             {4, "a machine check happened"}}};
  const auto taint = machine.number("/proc/sys/kernel/tainted").value_or(0);
  std::string troubles;
  for (const Bit& bit : kTroubles) {
    if ((taint >> bit.number & 1U) != 0) list_more(troubles, bit.what);
  }
  if (!troubles.empty()) {
    return {warning("taint", "since boot " + troubles, "dmesg --level=emerg,alert,crit,err,warn")};
  }
  const std::string ours = trimmed(machine.read("/sys/module/nftrace/taint").value_or(""));
  if (ours.find('E') != std::string::npos) {
    return {ok("taint", "nftrace taints the kernel: out of tree, not signed (harmless)")};
  }
  return {ok("taint", ours.empty() ? "nothing that concerns nftrace"
                                   : "nftrace taints the kernel: out of tree (harmless)")};
}

Findings check_module(const Machine& machine, const Facts& facts) {
  const bool loaded = machine.exists("/sys/module/nftrace");
  if (!facts.module && !loaded) {
    if (!find_module_file(machine)) {
      return {failure("module", "not loaded, and there is no file to load",
                      build_command(machine, facts) + " && modprobe nftrace")};
    }
    return {warning("module", "not loaded; the first rule loads it", "modprobe nftrace")};
  }
  const std::string version =
      facts.module ? facts.module->version
                   : trimmed(machine.read("/sys/module/nftrace/version").value_or(""));
  if (version == facts.tool_version) return {ok("module", "loaded, version " + version)};
  const std::string what = "version " + version + " is loaded, nfctl is " + facts.tool_version;
  const std::string file = modinfo(machine, "version");
  if (file == facts.tool_version) return {failure("module", what, reload_command(facts))};
  return {failure("module", what + ", the module's file " + (file.empty() ? "unknown" : file),
                  "apt-get install ./nftrace-dkms_" + facts.tool_version + "_all.deb && " +
                      reload_command(facts))};
}

}  // namespace nftrace::doctor
