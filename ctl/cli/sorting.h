// SPDX-License-Identifier: GPL-2.0-or-later
// The option --sort, the same for every command that has it.
#pragma once

#include <map>
#include <string>

#include "cli/model.h"
#include "cli/parser.h"

namespace nftrace::cli {

inline void add_sort_option(const Parser& parser, SortBy& sort) {
  static const std::map<std::string, SortBy> kNames = {{"rate", SortBy::Rate},
                                                       {"hits", SortBy::Hits},
                                                       {"drops", SortBy::Drops},
                                                       {"place", SortBy::Place}};
  parser.choice(
      "--sort", "KEY", {"rate", "hits", "drops", "place"},
      [&sort](const std::string& name) { sort = kNames.at(name); },
      "Order of the rows: rate, hits, drops or place");
}

}  // namespace nftrace::cli
