// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/packet_filter.h"

#include <linux/nftrace.h>
// Behind the kernel's sock_filter: both name the same instructions.
#include <pcap/pcap.h>
#include <spdlog/fmt/fmt.h>

#include <memory>

#include "ui/text.h"

namespace nftrace::cli {
namespace {

constexpr int kWholePacket = 65535;

/// libpcap's optimiser makes a tenth of most programs, in a time that grows with
/// the square of their length: with this one some three seconds.
constexpr unsigned kOptimiseAtMost = 16384;

struct Close {
  void operator()(pcap_t* handle) const noexcept { pcap_close(handle); }
};

struct Program {
  bpf_program program{};
  Program() = default;
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() { pcap_freecode(&program); }
};

Result<> compile_into(pcap_t* handle, const std::string& expression, bool optimise,
                      Program& compiled) {
  if (pcap_compile(handle, &compiled.program, expression.c_str(), optimise ? 1 : 0,
                   PCAP_NETMASK_UNKNOWN) != 0) {
    return fail(Code::Usage, "filter \"" + expression + "\": " + pcap_geterr(handle), 0,
                "see: man 7 pcap-filter");
  }
  return {};
}

}  // namespace

Result<PacketFilter> compile_filter(const std::string& expression) {
  // To libpcap it means every packet; here it is a variable that was not set.
  if (expression.find_first_not_of(" \t\n") == std::string::npos) {
    return fail(Code::Usage, "the filter is empty; for every packet write: ip or ip6");
  }
  const std::unique_ptr<pcap_t, Close> handle(pcap_open_dead(DLT_RAW, kWholePacket));
  if (!handle) return fail(Code::Failed, "cannot open libpcap");
  Program plain;
  if (auto done = compile_into(handle.get(), expression, false, plain); !done) {
    return tl::unexpected(std::move(done).error());
  }
  if (plain.program.bf_len > kOptimiseAtMost) {
    return fail(Code::Usage, fmt::format("this filter is too long: {} instructions before they "
                                         "are optimised, at most {}",
                                         plain.program.bf_len, kOptimiseAtMost));
  }
  Program compiled;
  if (auto done = compile_into(handle.get(), expression, true, compiled); !done) {
    return tl::unexpected(std::move(done).error());
  }
  if (compiled.program.bf_len > NFTRACE_FILTER_MAX) {
    return fail(Code::Usage, fmt::format("this filter needs {} instructions, the module takes {}",
                                         compiled.program.bf_len, NFTRACE_FILTER_MAX));
  }
  PacketFilter filter;
  filter.reserve(compiled.program.bf_len);
  for (unsigned at = 0; at < compiled.program.bf_len; ++at) {
    const bpf_insn& insn = compiled.program.bf_insns[at];
    filter.push_back(sock_filter{insn.code, insn.jt, insn.jf, insn.k});
  }
  return filter;
}

}  // namespace nftrace::cli
