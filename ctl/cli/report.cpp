// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/report.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "ui/output.h"
#include "ui/text.h"

namespace nftrace::cli {
namespace {

std::string hint_of(const Error& error) {
  if (!error.hint.empty()) return error.hint;
  switch (error.code) {
    case Code::NoModule: return "load it: sudo modprobe nftrace";
    case Code::Permission:
      return "run it as root (sudo nfctl ...) or with the capability CAP_NET_ADMIN";
    case Code::Interrupted: return "somebody is changing the ruleset; try again";
    default: return {};
  }
}

const char* name_of(Code code) {
  switch (code) {
    case Code::Usage: return "usage";
    case Code::NoModule: return "no-module";
    case Code::Permission: return "permission";
    case Code::NotFound: return "not-found";
    case Code::Overrun: return "overrun";
    case Code::Malformed: return "malformed";
    case Code::Interrupted: return "interrupted";
    case Code::Failed: break;
  }
  return "failed";
}

/// The sentence, with the system's reason where it is not said already.
std::string message_of(const Error& error) {
  std::string text = error.what;
  if (error.sys != 0) {
    const std::string reason = std::strerror(error.sys);
    if (text.find(reason) == std::string::npos) text += ": " + reason;
  }
  return text;
}

/// Errors may quote what others wrote, in several lines.
std::string escape_lines(const std::string& text) {
  std::string out;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    if (from != 0) out += '\n';
    out += ui::escape(text.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

}  // namespace

int exit_of(const Error& error) {
  switch (error.code) {
    case Code::Usage: return kUsage;
    case Code::NoModule:
    case Code::Permission: return kMissing;
    default: return kFailed;
  }
}

std::string error_text(const Error& error) {
  if (error.sys == EPIPE) return {};
  std::string text = "nfctl: " + escape_lines(message_of(error)) + "\n";
  if (const std::string hint = hint_of(error); !hint.empty()) {
    text += "  " + escape_lines(hint) + "\n";
  }
  return text;
}

Json error_json(const Error& error) {
  const std::string hint = hint_of(error);
  return {{"error", name_of(error.code)},
          {"message", ui::valid_utf8(message_of(error))},
          {"hint", hint.empty() ? Json(nullptr) : Json(ui::valid_utf8(hint))}};
}

void warn(const std::string& text) {
  ui::Output standard_error(STDERR_FILENO);
  // Nowhere is left to tell that telling failed.
  (void)standard_error.write(text);
}

}  // namespace nftrace::cli
