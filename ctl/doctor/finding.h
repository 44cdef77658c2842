// SPDX-License-Identifier: GPL-2.0-or-later
// What a check found, and what mends it.
#pragma once

#include <string>
#include <vector>

namespace nftrace::doctor {

/// Warn: works, but may hide packets or soon will not. Fail: does not work.
enum class Grade { Ok, Warn, Fail };

struct Finding {
  std::string check;  ///< stable name, for programs: "plugin", "rp-filter"
  Grade grade = Grade::Ok;
  std::string what;  ///< one sentence
  std::string mend;  ///< the command that mends it; never empty with Fail
};

using Findings = std::vector<Finding>;

[[nodiscard]] inline const char* to_string(Grade grade) {
  switch (grade) {
    case Grade::Ok: return "ok";
    case Grade::Warn: return "warn";
    case Grade::Fail: break;
  }
  return "fail";
}

[[nodiscard]] inline Finding ok(std::string check, std::string what) {
  return {std::move(check), Grade::Ok, std::move(what), {}};
}

[[nodiscard]] inline Finding warning(std::string check, std::string what, std::string mend = {}) {
  return {std::move(check), Grade::Warn, std::move(what), std::move(mend)};
}

[[nodiscard]] inline Finding failure(std::string check, std::string what, std::string mend) {
  return {std::move(check), Grade::Fail, std::move(what), std::move(mend)};
}

}  // namespace nftrace::doctor
