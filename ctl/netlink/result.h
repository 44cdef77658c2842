// SPDX-License-Identifier: GPL-2.0-or-later
// Errors are values: what failed, and what the user can do next.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace nftrace {

/// Stable: decides the exit status and the JSON "error" string.
enum class Code {
  Failed,       ///< something else went wrong
  Usage,        ///< the user asked for something that makes no sense
  NoModule,     ///< the kernel module is not loaded
  Permission,   ///< CAP_NET_ADMIN is missing
  NotFound,     ///< no such rule, table, chain or handle
  Overrun,      ///< the kernel dropped messages: not fatal, count a gap
  Malformed,    ///< bytes that are not what the format says
  Interrupted,  ///< what was read changed meanwhile: read again
};

/// What failed, why, and what the user can do about it.
struct Error {
  Code code = Code::Failed;
  int sys = 0;       ///< errno, 0 when there is none
  std::string what;  ///< "cannot join the group of rules"
  std::string hint;  ///< "load it: sudo modprobe nftrace"; empty when unknown
};

template <class T = void>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Code code, std::string what, int sys = 0,
                                                std::string hint = {}) {
  return tl::unexpected<Error>(Error{code, sys, std::move(what), std::move(hint)});
}

}  // namespace nftrace
