// SPDX-License-Identifier: GPL-2.0-or-later
// Tables that fit a given width.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace nftrace::ui {

enum class Align { Left, Right };
enum class Style { Plain, Dim, Bold, Good, Bad };

struct Column {
  std::string title;
  Align align = Align::Left;
  /// Below the natural width the text may be cut down to this many columns;
  /// 0: never cut. Numbers are never cut: a cut number is another number.
  std::size_t least = 0;
  /// When cutting is not enough, columns go in falling order of this number;
  /// 0: never goes.
  unsigned expendable = 0;
};

/// Text must have gone through escape().
struct Cell {
  std::string text;
  Style style = Style::Plain;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// As many cells as there are columns.
  void add(std::vector<Cell> row);

  /// The title line and a line for each row, without ends of line, none wider
  /// than `width` unless what can't go needs more; 0: as wide as it gets.
  [[nodiscard]] std::vector<std::string> lines(std::size_t width, bool colours) const;

 private:
  /// Widths of the columns; 0 for those that went.
  [[nodiscard]] std::vector<std::size_t> fit(std::size_t width) const;
  [[nodiscard]] std::string line(const std::vector<Cell>& row,
                                 const std::vector<std::size_t>& widths, bool colours) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace nftrace::ui
