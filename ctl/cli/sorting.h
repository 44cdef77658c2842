// SPDX-License-Identifier: GPL-2.0-or-later
// The option --sort, the same for every command that has it.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <string>

#include "cli/model.h"

namespace nftrace::cli {

inline void add_sort_option(CLI::App& parser, SortBy& sort) {
  static const std::map<std::string, SortBy> kNames = {{"rate", SortBy::Rate},
                                                       {"hits", SortBy::Hits},
                                                       {"drops", SortBy::Drops},
                                                       {"place", SortBy::Place}};
  parser
      .add_option_function<std::string>(
          "--sort", [&sort](const std::string& name) { sort = kNames.at(name); },
          "Order of the rows: rate, hits, drops or place")
      ->check(CLI::IsMember({"rate", "hits", "drops", "place"}))
      ->type_name("KEY");
}

}  // namespace nftrace::cli
