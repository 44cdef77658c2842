// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/live.h"

#include <utility>

namespace nftrace::cli {
namespace {

constexpr std::chrono::seconds kRulesetEvery{1};
constexpr std::chrono::seconds kKeepEvery{1};

}  // namespace

LiveRules::LiveRules(Client client, ChangeStream stream, std::chrono::milliseconds interval)
    : client_(std::move(client)), stream_(std::move(stream)), interval_(interval) {}

Result<LiveRules> LiveRules::open(std::chrono::milliseconds interval, Keep keep) {
  auto client = Client::open(Autoload::No);
  if (!client) return tl::unexpected(std::move(client).error());
  // Subscribed before the first dump, so that no change falls between the two.
  auto stream = ChangeStream::open(client->family(), interval);
  if (!stream) return tl::unexpected(std::move(stream).error());
  LiveRules live(*std::move(client), *std::move(stream), interval);
  if (keep == Keep::Yes) {
    auto keeper = RuleKeeper::open();
    if (!keeper) return tl::unexpected(std::move(keeper).error());
    live.keeper_ = *std::move(keeper);
  }
  if (auto read = live.dump().and_then([&] { return live.read_ruleset(); }); !read) {
    return tl::unexpected(std::move(read).error());
  }
  return live;
}

Result<> LiveRules::dump() {
  auto rules = client_.rules();
  if (!rules) return tl::unexpected(std::move(rules).error());
  model_.set_rules(*std::move(rules), Clock::now());
  dump_wanted_ = false;
  return {};
}

Clock::time_point LiveRules::keep_due() const {
  return keeper_ ? kept_ + kKeepEvery : Clock::time_point::max();
}

void LiveRules::keep() {
  if (!keeper_) return;
  // Twice: what the first call changed, the second one has seen.
  auto looked = keeper_->look().and_then([&] { return keeper_->look(); });
  const Error* trouble = nullptr;
  if (!looked) {
    trouble = &looked.error();
  } else if (keeper_->refused()) {
    trouble = &*keeper_->refused();
  }
  keep_trouble_ = trouble == nullptr ? std::string() : trouble->what;
  kept_ = Clock::now();
}

Result<> LiveRules::read_ruleset() {
  ruleset_read_ = Clock::now();
  keep();
  // Rules that come or go while no packet hits any are told by this number only.
  auto module = client_.module();
  if (!module) return tl::unexpected(std::move(module).error());
  if (std::exchange(generation_, module->generation) != module->generation) {
    if (auto dumped = dump(); !dumped) return dumped;
  }
  auto places = read_places();
  if (!places && places.error().code == Code::Permission) {
    return tl::unexpected(std::move(places).error());
  }
  if (places && model_.set_places(*places)) return dump();
  return {};
}

Result<> LiveRules::take_changes() {
  for (;;) {
    const auto changes = stream_.next(std::chrono::milliseconds(0));
    if (!changes) return tl::unexpected(changes.error());
    if (changes->rules.empty() && !changes->gap) return {};
    if (changes->gap) {
      ++gaps_;
      dump_wanted_ = true;
    }
    const auto now = Clock::now();
    for (const RuleCounters& rule : changes->rules) {
      if (model_.apply(rule, now)) dump_wanted_ = true;
    }
  }
}

Result<> LiveRules::tick() {
  if (auto taken = take_changes(); !taken) return taken;
  if (dump_wanted_) {
    if (auto dumped = dump(); !dumped) return dumped;
  }
  if (Clock::now() - ruleset_read_ >= kRulesetEvery) {
    if (auto read = read_ruleset(); !read) return read;
  }
  model_.tick(Clock::now(), interval_);
  return {};
}

Snapshot LiveRules::snapshot() const {
  const auto now = Clock::now();
  Snapshot snapshot{model_.rows(now), model_.placed(), gaps_, std::nullopt, {}};
  for (RuleRow& row : model_.gone_rows(now)) snapshot.rows.push_back(std::move(row));
  if (keeper_) snapshot.keep = {keeper_->put_back(), keeper_->missing(), keep_trouble_};
  return snapshot;
}

}  // namespace nftrace::cli
