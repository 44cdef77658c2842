// SPDX-License-Identifier: GPL-2.0-or-later
// nfctl watch: NFTRACE rules live.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <memory>
#include <optional>

#include "cli/command.h"
#include "cli/duration.h"
#include "cli/last_packets.h"
#include "cli/live.h"
#include "cli/report.h"
#include "cli/rule_name.h"
#include "cli/sorting.h"
#include "cli/watch_view.h"
#include "ui/signals.h"

namespace nftrace::cli {
namespace {

struct Options {
  std::string interval = "1s";
  std::string duration;
  std::optional<std::uint64_t> count;
  bool json = false;
  bool keep = false;
  SortBy sort = SortBy::Rate;
  std::string rule;
};

/// One rule alone, and unless for programs the packets that hit it last.
struct Alone {
  RuleName rule;
  std::optional<LastPackets> packets;
};

Result<std::optional<Alone>> plan_alone(const Options& options) {
  if (options.rule.empty()) return std::nullopt;
  auto name = parse_rule_name(options.rule);
  if (!name) return tl::unexpected(std::move(name).error());
  Alone alone{*name, std::nullopt};
  if (!options.json) {
    auto packets = LastPackets::open(*name);
    if (!packets) return tl::unexpected(std::move(packets).error());
    alone.packets = *std::move(packets);
  }
  return alone;
}

/// What is to be shown of a snapshot.
Result<Snapshot> shown_of(Snapshot snapshot, std::optional<Alone>& alone) {
  if (!alone) return snapshot;
  std::erase_if(snapshot.rows,
                [&](const RuleRow& row) { return !names(alone->rule, row.counters); });
  if (!alone->packets) return snapshot;
  if (auto taken = alone->packets->take(); !taken) return tl::unexpected(std::move(taken).error());
  snapshot.packets = {alone->packets->lines().begin(), alone->packets->lines().end()};
  return snapshot;
}

/// When to show the next block, and when to stop.
class Schedule {
 public:
  Schedule(Clock::time_point start, std::chrono::milliseconds interval,
           std::optional<std::chrono::milliseconds> duration, std::optional<std::uint64_t> count)
      : interval_(interval), count_(count), next_(start) {
    if (duration) end_ = start + *duration;
  }

  [[nodiscard]] Clock::time_point next() const { return next_; }

  /// To be told after each block. False: that was the last.
  [[nodiscard]] bool shown(Clock::time_point now) {
    ++blocks_;
    next_ += interval_;
    // After a stall go on from now, instead of showing all that was missed.
    if (next_ < now) next_ = now + interval_;
    return !(count_ && blocks_ >= *count_) && next_ <= end_;
  }

 private:
  std::chrono::milliseconds interval_;
  std::optional<std::uint64_t> count_;
  Clock::time_point next_;
  Clock::time_point end_ = Clock::time_point::max();
  std::uint64_t blocks_ = 0;
};

/// Waits for the next block while taking in what changes. False: stop.
Result<bool> wait_for_next(ui::Signals& signals, LiveRules& live, WatchView& view,
                           const Schedule& schedule) {
  for (;;) {
    auto wake = signals.wait(live.descriptor(), std::min(schedule.next(), live.keep_due()));
    if (!wake) return tl::unexpected(std::move(wake).error());
    switch (*wake) {
      case ui::Wake::Time:
        if (Clock::now() >= schedule.next()) return true;
        live.keep();
        break;
      case ui::Wake::Stop: return false;
      case ui::Wake::Input:
        if (auto taken = live.take_changes(); !taken) {
          return tl::unexpected(std::move(taken).error());
        }
        break;
      case ui::Wake::Suspend:
        view.leave();
        raise(SIGSTOP);
        [[fallthrough]];
      case ui::Wake::Resize:
        if (auto drawn = view.redraw(); !drawn) return tl::unexpected(std::move(drawn).error());
        break;
    }
  }
}

Result<int> run(const Options& options, ui::Output& output) {
  auto interval = parse_interval(options.interval);
  if (!interval) return tl::unexpected(std::move(interval).error());
  std::optional<std::chrono::milliseconds> duration;
  if (!options.duration.empty()) {
    auto parsed = parse_duration(options.duration);
    if (!parsed) return tl::unexpected(std::move(parsed).error());
    duration = *parsed;
  }
  if (options.count == 0U) return fail(Code::Usage, "--count is at least 1");

  auto alone = plan_alone(options);
  if (!alone) return tl::unexpected(std::move(alone).error());
  auto live = LiveRules::open(*interval, options.keep ? Keep::Yes : Keep::No);
  if (!live) return tl::unexpected(std::move(live).error());
  auto signals = ui::Signals::open();
  if (!signals) return tl::unexpected(std::move(signals).error());

  WatchView view(output, {options.json, options.sort, *interval, alone->has_value()});
  Schedule schedule(Clock::now(), *interval, duration, options.count);
  for (;;) {
    auto snapshot = shown_of(live->snapshot(), *alone);
    if (!snapshot) return tl::unexpected(std::move(snapshot).error());
    if (auto shown = view.show(*std::move(snapshot)); !shown) {
      return tl::unexpected(std::move(shown).error());
    }
    if (!schedule.shown(Clock::now())) break;
    auto go_on = wait_for_next(*signals, *live, view, schedule);
    if (!go_on) return tl::unexpected(std::move(go_on).error());
    if (!*go_on) break;
    if (auto ticked = live->tick(); !ticked) return tl::unexpected(std::move(ticked).error());
  }
  return view.finish().map([] { return int{kOk}; });
}

}  // namespace

Command watch_command(const Parser& nfctl) {
  auto options = std::make_shared<Options>();
  Command command{nfctl.command("watch", "Show NFTRACE rules live: rates, hits, verdicts")};
  command.parser.option("-i,--interval", "TIME", options->interval,
                        "Time between two blocks, 10ms to 60s; a plain number is seconds [1s]");
  command.parser.option("-n,--count", "N", options->count, "End after this many blocks");
  command.parser.option("--duration", "TIME", options->duration, "End after this time");
  command.parser.flag("--json", options->json,
                      "One JSON object a line for each block; names as in docs/json.md");
  command.parser.option("--rule", "RULE", options->rule,
                        "This rule alone, by its label or id, with the packets that hit it last");
  command.parser.flag("--keep", options->keep, "Put rules of nft tables back after a reload");
  add_sort_option(command.parser, options->sort);
  command.run = [options](ui::Output& output) { return run(*options, output); };
  command.json = [options] { return options->json; };
  return command;
}

}  // namespace nftrace::cli
