// SPDX-License-Identifier: GPL-2.0-or-later
#include <csignal>
#include <exception>

#include "cli/command.h"
#include "cli/report.h"

int main(int argc, char** argv) {
  // A reader that goes away is an error of write(), handled where it happens.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return nftrace::cli::run(argc, argv);
  } catch (const std::exception& exception) {
    nftrace::cli::warn(std::string("nfctl: ") + exception.what() + "\n");
  }
  return nftrace::cli::kFailed;
}
