// SPDX-License-Identifier: GPL-2.0-or-later
// nfctl events: single packets, live.
#include <cerrno>
#include <csignal>
#include <memory>

#include "cli/command.h"
#include "cli/event_stream.h"
#include "cli/events_plan.h"
#include "cli/open_tap.h"
#include "cli/report.h"
#include "ui/signals.h"

namespace nftrace::cli {
namespace {

using Steady = std::chrono::steady_clock;

/// A count is reached late when packets were lost: then the module knows.
constexpr std::chrono::seconds kAskEvery{1};

/// Shows events until a signal, the end of the time, or the count.
Result<> follow(ui::Signals& signals, EventStream& stream, const EventsPlan& plan) {
  const auto start = Steady::now();
  const auto end = plan.duration ? start + *plan.duration : Steady::time_point::max();
  auto ask = start + kAskEvery;
  for (;;) {
    auto until = std::min(end, stream.due().value_or(end));
    // The system's wait has a limit of its own.
    until = std::min({until, Steady::now() + std::chrono::seconds(30),
                      plan.count != 0 ? ask : Steady::time_point::max()});
    auto wake = signals.wait(stream.descriptor(), until);
    if (!wake) return tl::unexpected(std::move(wake).error());
    if (*wake == ui::Wake::Stop) return {};
    if (*wake == ui::Wake::Suspend) raise(SIGSTOP);
    if (auto shown = stream.show_due(); !shown) return shown;
    if (stream.count_reached() || Steady::now() >= end) return {};
    if (plan.count == 0 || Steady::now() < ask) continue;
    ask = Steady::now() + kAskEvery;
    auto done = stream.nothing_will_come();
    if (!done) return tl::unexpected(std::move(done).error());
    if (*done) return {};
  }
}

Result<int> run(const EventsOptions& options, ui::Output& output) {
  const auto plan = plan_events(options);
  if (!plan) return tl::unexpected(plan.error());
  auto signals = ui::Signals::open();
  if (!signals) return tl::unexpected(std::move(signals).error());
  auto tap = open_tap(plan->tap);
  if (!tap) return tl::unexpected(std::move(tap).error());

  EventStream stream(*std::move(tap), *plan, {options.json, options.quiet, options.lines}, output);
  auto followed = follow(*signals, stream, *plan);
  const bool reader_gone = !followed && followed.error().sys == EPIPE;
  if (!followed && !reader_gone) return tl::unexpected(std::move(followed).error());
  auto summary = stream.finish();
  if (!summary) return tl::unexpected(std::move(summary).error());
  // On standard error: the lines may go to a file or another program.
  if (!options.json || reader_gone) warn(summary_text(*summary));
  if (reader_gone) return tl::unexpected(std::move(followed).error());
  return options.strict && summary->lossy() ? int{kLost} : int{kOk};
}

void add_options(const Parser& parser, EventsOptions& options) {
  parser.word("FILTER", options.filter,
              "Packets to show, as tcpdump names them; else those of all rules");
  parser.option("--rule", "RULE", options.rule, "Packets of this rule, by its label or id");
  parser.option("--verdict", "VERDICT", options.verdict, "accept, drop, stolen or lost only");
  parser.flag("--drops", options.drops,
              "Packets that end in a drop only: by verdict or, with --fate, by fate");
  parser.flag("--fate", options.fate, "What became of accepted packets behind netfilter too");
  parser.flag("--hits", options.hits, "A line for each hit of a rule too");
  parser.option("--sample", "N", options.sample, "Every Nth packet of a CPU");
  parser.option("--rate", "N", options.rate, "At most N packets a second");
  parser.option("-n,--count", "N", options.count, "End after N packets");
  parser.option("--duration", "TIME", options.duration, "End after this time");
  parser.option("--snaplen", "N", options.snaplen, "With --json: N bytes of the packet, up to 256");
  parser.flag("--lines", options.lines,
              "The source line of each place too, where debug information is installed");
  parser.flag("--strict", options.strict, "Exit status 4 when anything was lost");
  parser.flag("--quiet", options.quiet, "Count, and print the summary only");
  parser.flag("--json", options.json,
              "One JSON object a line for each event; names as in docs/json.md");
}

}  // namespace

Command events_command(const Parser& nfctl) {
  auto options = std::make_shared<EventsOptions>();
  Command command{
      nfctl.command("events", "Show single packets live: verdict, rule, place of the drop")};
  add_options(command.parser, *options);
  command.run = [options](ui::Output& output) { return run(*options, output); };
  command.json = [options] { return options->json; };
  return command;
}

}  // namespace nftrace::cli
