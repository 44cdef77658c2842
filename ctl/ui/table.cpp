// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/table.h"

#include <algorithm>
#include <cassert>

#include "ui/text.h"

namespace nftrace::ui {
namespace {

constexpr std::size_t kGap = 1;

std::size_t total(const std::vector<std::size_t>& widths) {
  std::size_t sum = 0;
  for (const std::size_t width : widths) {
    if (width != 0) sum += width + kGap;
  }
  return sum == 0 ? 0 : sum - kGap;
}

const char* begin_of(Style style) {
  switch (style) {
    case Style::Dim: return "\033[2m";
    case Style::Bold: return "\033[1m";
    case Style::Good: return "\033[32m";
    case Style::Bad: return "\033[31m";
    case Style::Plain: break;
  }
  return "";
}

}  // namespace

void Table::add(std::vector<Cell> row) {
  assert(row.size() == columns_.size());
  rows_.push_back(std::move(row));
}

std::vector<std::size_t> Table::fit(std::size_t limit) const {
  std::vector<std::size_t> widths;
  for (std::size_t at = 0; at < columns_.size(); ++at) {
    std::size_t widest = ui::width(columns_[at].title);
    for (const auto& row : rows_) widest = std::max(widest, ui::width(row[at].text));
    widths.push_back(widest);
  }
  if (limit == 0) return widths;

  const auto shrink = [&](std::vector<std::size_t> shrunk) {
    // The widest text that may be cut gives way first.
    while (total(shrunk) > limit) {
      std::size_t victim = columns_.size();
      for (std::size_t at = 0; at < columns_.size(); ++at) {
        const Column& column = columns_[at];
        if (column.least == 0 || shrunk[at] <= column.least) continue;
        if (victim == columns_.size() || shrunk[at] > shrunk[victim]) victim = at;
      }
      if (victim == columns_.size()) break;
      --shrunk[victim];
    }
    return shrunk;
  };
  for (;;) {
    const auto shrunk = shrink(widths);
    if (total(shrunk) <= limit) return shrunk;
    std::size_t victim = columns_.size();
    for (std::size_t at = 0; at < columns_.size(); ++at) {
      if (widths[at] == 0 || columns_[at].expendable == 0) continue;
      if (victim == columns_.size() || columns_[at].expendable > columns_[victim].expendable) {
        victim = at;
      }
    }
    if (victim == columns_.size()) return shrunk;
    widths[victim] = 0;
  }
}

std::string Table::line(const std::vector<Cell>& row, const std::vector<std::size_t>& widths,
                        bool colours) const {
  std::string out;
  bool first = true;
  for (std::size_t at = 0; at < columns_.size(); ++at) {
    if (widths[at] == 0) continue;
    if (!first) out += std::string(kGap, ' ');
    first = false;
    const std::string text = cut(row[at].text, widths[at]);
    const std::string padding(widths[at] - ui::width(text), ' ');
    const bool styled = colours && row[at].style != Style::Plain && !text.empty();
    if (columns_[at].align == Align::Right) out += padding;
    if (styled) out += begin_of(row[at].style);
    out += text;
    if (styled) out += "\033[0m";
    if (columns_[at].align == Align::Left) out += padding;
  }
  const auto end = out.find_last_not_of(' ');
  out.resize(end == std::string::npos ? 0 : end + 1);
  return out;
}

std::vector<std::string> Table::lines(std::size_t width, bool colours) const {
  const auto widths = fit(width);
  std::vector<Cell> titles;
  for (const Column& column : columns_) titles.push_back({column.title, Style::Bold});
  std::vector<std::string> out;
  out.push_back(line(titles, widths, colours));
  for (const auto& row : rows_) out.push_back(line(row, widths, colours));
  return out;
}

}  // namespace nftrace::ui
