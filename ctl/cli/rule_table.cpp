// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/rule_table.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "ui/human.h"
#include "ui/table.h"
#include "ui/text.h"

namespace nftrace::cli {
namespace {

using ui::Align;
using ui::Cell;
using ui::Column;
using ui::Style;

/// A larger number goes sooner when the window is narrow.
std::vector<Column> columns_for(bool rates, bool verdicts) {
  std::vector<Column> columns = {
      {"family", Align::Left, 0, 5}, {"backend", Align::Left, 0, 7}, {"table", Align::Left, 6, 4},
      {"chain", Align::Left, 7, 0},  {"rule", Align::Right, 0, 0},   {"label", Align::Left, 6, 0},
  };
  if (rates) {
    columns.push_back({"hits/s", Align::Right, 0, 0});
    columns.push_back({"bytes/s", Align::Right, 0, 8});
  }
  columns.push_back({"hits", Align::Right, 0, 0});
  columns.push_back({"bytes", Align::Right, 0, 9});
  columns.push_back({"last", Align::Right, 0, 6});
  if (verdicts) {
    columns.push_back({"accept", Align::Right, 0, 0});
    columns.push_back({"drop", Align::Right, 0, 0});
    columns.push_back({"other", Align::Right, 0, 3});
  }
  return columns;
}

/// Family, backend, table, chain and rule.
void add_place(std::vector<Cell>& cells, const RuleRow& row, bool placed) {
  if (row.entries.empty() && placed && row.was) {
    // Gone, but it is known from where.
    const Place& was = *row.was;
    cells.push_back({to_string(was.family), Style::Dim});
    cells.push_back({to_string(was.backend), Style::Dim});
    cells.push_back({ui::escape(was.table), Style::Dim});
    cells.push_back({ui::escape(was.chain), Style::Dim});
    cells.push_back({"gone", Style::Bad});
    return;
  }
  if (row.entries.empty()) {
    const Cell none{"-", Style::Dim};
    cells.push_back(none);
    cells.push_back({placed ? "gone" : "?", Style::Dim});
    // The backend's column may go, but that a rule is in no table must be seen.
    cells.push_back(none);
    cells.push_back({placed ? "gone" : "?", Style::Dim});
    cells.push_back(none);
    return;
  }
  const Place& place = row.entries.front();
  std::string chain = ui::escape(place.chain);
  if (row.entries.size() > 1) chain += fmt::format(" +{}", row.entries.size() - 1);
  cells.push_back({to_string(place.family)});
  cells.push_back({to_string(place.backend)});
  cells.push_back({ui::escape(place.table)});
  cells.push_back({std::move(chain)});
  // A native table's rules are named by handle, iptables' rules by number.
  cells.push_back(
      {place.iptables ? fmt::format("{}", place.number) : fmt::format("h{}", place.handle)});
}

void add_rate(std::vector<Cell>& cells, const RuleRow& row) {
  if (!row.rate) {
    cells.insert(cells.end(), 2, Cell{"-", Style::Dim});
    return;
  }
  const Style style = row.rate->hits > 0 ? Style::Bold : Style::Dim;
  cells.push_back({ui::human_number(row.rate->hits), style});
  cells.push_back({ui::human_number(row.rate->bytes), style});
}

void add_verdicts(std::vector<Cell>& cells, const RuleRow& row) {
  if (!row.counters.verdicts) {
    cells.insert(cells.end(), 3, Cell{"-", Style::Dim});
    return;
  }
  const Verdicts& verdicts = *row.counters.verdicts;
  const std::uint64_t other =
      verdicts.stolen + verdicts.lost + verdicts.untracked + verdicts.count_only + verdicts.open;
  cells.push_back(
      {ui::human_count(verdicts.accept), verdicts.accept != 0 ? Style::Good : Style::Dim});
  cells.push_back({ui::human_count(verdicts.drop), verdicts.drop != 0 ? Style::Bad : Style::Dim});
  cells.push_back({ui::human_count(other), Style::Dim});
}

}  // namespace

std::vector<std::string> rule_table(const std::vector<RuleRow>& rows, const TableOptions& options) {
  const bool verdicts = std::any_of(rows.begin(), rows.end(), [](const RuleRow& row) {
    return row.counters.verdicts.has_value();
  });
  ui::Table table(columns_for(options.rates, verdicts));
  for (const RuleRow& row : rows) {
    std::vector<Cell> cells;
    add_place(cells, row, options.placed);
    const bool named = !row.counters.label.empty();
    cells.push_back(
        {named ? ui::escape(row.counters.label) : "-", named ? Style::Plain : Style::Dim});
    if (options.rates) add_rate(cells, row);
    cells.push_back({ui::human_count(row.counters.hits)});
    cells.push_back({ui::human_number(static_cast<double>(row.counters.bytes))});
    cells.push_back(row.age ? Cell{ui::human_age(*row.age)} : Cell{"never", Style::Dim});
    if (verdicts) add_verdicts(cells, row);
    table.add(std::move(cells));
  }
  return table.lines(options.width, options.colours);
}

}  // namespace nftrace::cli
