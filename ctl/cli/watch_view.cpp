// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/watch_view.h"

#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/last_packets.h"
#include "cli/rule_json.h"
#include "cli/rule_table.h"
#include "ui/text.h"

namespace nftrace::cli {
namespace {

std::string headline(const Snapshot& snapshot) {
  const std::size_t rules = snapshot.rows.size();
  const auto gone = std::count_if(snapshot.rows.begin(), snapshot.rows.end(),
                                  [](const RuleRow& row) { return row.entries.empty(); });
  std::string text = fmt::format("{:%H:%M:%S}  {} NFTRACE {}", fmt::localtime(std::time(nullptr)),
                                 rules, rules == 1 ? "rule" : "rules");
  if (gone != 0 && snapshot.placed) text += fmt::format(", {} gone", gone);
  if (snapshot.keep && snapshot.keep->put_back != 0) {
    text += fmt::format(", {} put back", snapshot.keep->put_back);
  }
  if (snapshot.gaps != 0) text += fmt::format(", {} gaps mended", snapshot.gaps);
  if (!snapshot.placed) text += ", places unknown: the ruleset could not be read";
  return text;
}

Json keep_json(const std::optional<KeepState>& keep) {
  if (!keep) return nullptr;
  return {{"put_back", keep->put_back},
          {"missing", keep->missing},
          {"trouble", keep->trouble.empty() ? Json(nullptr) : Json(ui::valid_utf8(keep->trouble))}};
}

std::string watch_json(const Snapshot& snapshot, std::chrono::milliseconds interval) {
  const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  return json_line({{"time_ms", time.count()},
                    {"interval_ms", interval.count()},
                    {"gaps", snapshot.gaps},
                    {"placed", snapshot.placed},
                    {"keep", keep_json(snapshot.keep)},
                    {"rules", rules_json(snapshot.rows, true)}});
}

}  // namespace

WatchView::WatchView(ui::Output& output, ViewOptions options)
    : output_(output), options_(options), screen_(output) {}

std::vector<std::string> WatchView::lines() const {
  std::vector<std::string> lines = {headline(last_)};
  if (last_.keep && !last_.keep->trouble.empty()) {
    lines.push_back("rules can't be put back: " + ui::escape(last_.keep->trouble));
  }
  if (last_.rows.empty()) {
    lines.push_back("no NFTRACE rules yet; add one: nfctl add INPUT");
    return lines;
  }
  const TableOptions look{output_.size().columns, output_.colours(), true, last_.placed};
  for (std::string& line : rule_table(last_.rows, look)) lines.push_back(std::move(line));
  if (!options_.packets) return lines;
  lines.push_back("");
  lines.push_back(last_.packets.empty()
                      ? "no packet yet"
                      : fmt::format("last packets, of {} a second at most:", LastPackets::kRate));
  for (const std::string& line : last_.packets) {
    // A longer line would be two on the screen.
    lines.push_back(on_screen() ? line.substr(0, output_.size().columns) : line);
  }
  return lines;
}

Result<> WatchView::show(Snapshot snapshot) {
  last_ = std::move(snapshot);
  sort_rows(last_.rows, options_.sort);
  if (options_.json) return output_.write(watch_json(last_, options_.interval));
  if (on_screen()) return screen_.draw(lines());
  std::string text;
  for (const std::string& line : lines()) text += line + "\n";
  return output_.write(text + "\n");
}

Result<> WatchView::redraw() { return on_screen() ? screen_.draw(lines()) : Result<>{}; }

Result<> WatchView::finish() {
  screen_.leave();
  if (!on_screen()) return {};
  std::string text;
  for (const std::string& line : lines()) text += line + "\n";
  return output_.write(text);
}

}  // namespace nftrace::cli
