// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/events_plan.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>

#include "cli/duration.h"
#include "cli/event_names.h"
#include "cli/packet_filter.h"
#include "cli/rule_name.h"

namespace nftrace::cli {
namespace {

Result<> plan_packets(const EventsOptions& options, EventsPlan& plan) {
  if (!options.rule.empty() && !options.filter.empty()) {
    return fail(Code::Usage, "a filter or --rule, not both");
  }
  if (!options.rule.empty()) {
    auto name = parse_rule_name(options.rule);
    if (!name) return tl::unexpected(std::move(name).error());
    plan.tap.packets = *std::move(name);
  } else if (!options.filter.empty()) {
    auto filter = compile_filter(fmt::format("{}", fmt::join(options.filter, " ")));
    if (!filter) return tl::unexpected(std::move(filter).error());
    plan.tap.packets = *std::move(filter);
  }
  return {};
}

Result<> plan_verdicts(const EventsOptions& options, EventsPlan& plan) {
  std::optional<nftrace_verdict> verdict;
  if (!options.verdict.empty()) {
    verdict = verdict_of(options.verdict);
    if (!verdict) return fail(Code::Usage, "--verdict is accept, drop, stolen or lost");
  }
  if (options.drops && verdict && *verdict != NFTRACE_VERDICT_DROP) {
    return fail(Code::Usage, "--drops and --verdict " + options.verdict + " leave nothing");
  }
  plan.tap.drops_only = options.drops || verdict == NFTRACE_VERDICT_DROP;
  if (!plan.tap.drops_only) plan.only = verdict;
  plan.tap.hits = options.hits;
  plan.tap.fates = options.fate;
  if (options.fate && plan.only && *plan.only != NFTRACE_VERDICT_ACCEPT) {
    return fail(Code::Usage, "--fate and --verdict " + options.verdict +
                                 " leave nothing: only accepted packets have a fate");
  }
  if (options.hits && (plan.tap.drops_only || plan.only)) {
    return fail(Code::Usage,
                "--hits goes without --drops and --verdict: a hit is told before its "
                "packet's verdict is known");
  }
  return {};
}

/// A number of an option, within what the module takes.
Result<std::uint64_t> number(const char* option, const std::optional<std::uint64_t>& given,
                             std::uint64_t otherwise, std::uint64_t least, std::uint64_t most) {
  if (!given) return otherwise;
  if (*given < least || *given > most) {
    return fail(Code::Usage, fmt::format("{} is {} to {}, {} is not", option, least, most, *given));
  }
  return *given;
}

Result<> plan_numbers(const EventsOptions& options, EventsPlan& plan) {
  const auto sample = number("--sample", options.sample, 1, 1, NFTRACE_SAMPLE_MAX);
  const auto rate = number("--rate", options.rate, 0, 1, NFTRACE_RATE_MAX);
  const auto snaplen = number("--snaplen", options.snaplen, 0, 0, NFTRACE_SNAPLEN_MAX);
  for (const auto* checked : {&sample, &rate, &snaplen}) {
    if (!*checked) return tl::unexpected(checked->error());
  }
  if (options.snaplen && !options.json) {
    return fail(Code::Usage, "--snaplen needs --json: lines of text have no room for a packet");
  }
  if (options.count == 0U) return fail(Code::Usage, "--count is at least 1");
  plan.tap.sample = static_cast<std::uint32_t>(*sample);
  plan.tap.rate = static_cast<std::uint32_t>(*rate);
  plan.tap.snaplen = static_cast<std::uint32_t>(*snaplen);
  plan.count = options.count.value_or(0);
  // The kernel counts packets before it knows their verdicts, but for drops.
  if (!plan.only) plan.tap.count = plan.count;
  return {};
}

}  // namespace

Result<EventsPlan> plan_events(const EventsOptions& options) {
  EventsPlan plan;
  if (options.quiet && !options.verdict.empty() && options.verdict != "drop") {
    return fail(Code::Usage, "--quiet counts all verdicts; of --verdict it can do drop only");
  }
  if (auto planned = plan_verdicts(options, plan); !planned) {
    return tl::unexpected(std::move(planned).error());
  }
  if (auto planned = plan_numbers(options, plan); !planned) {
    return tl::unexpected(std::move(planned).error());
  }
  if (!options.duration.empty()) {
    auto duration = parse_duration(options.duration);
    if (!duration) return tl::unexpected(std::move(duration).error());
    plan.duration = *duration;
  }
  // Last: libpcap may have to ask a name server.
  if (auto planned = plan_packets(options, plan); !planned) {
    return tl::unexpected(std::move(planned).error());
  }
  plan.tap.count_only = options.quiet;
  return plan;
}

}  // namespace nftrace::cli
