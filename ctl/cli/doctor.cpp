// SPDX-License-Identifier: GPL-2.0-or-later
// nfctl doctor: what is wrong on this machine, and what mends it.
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/report.h"
#include "doctor/checks.h"
#include "ui/text.h"

namespace nftrace::cli {
namespace {

using doctor::Finding;
using doctor::Findings;
using doctor::Grade;

std::size_t count(const Findings& findings, Grade grade) {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(),
                    [grade](const Finding& finding) { return finding.grade == grade; }));
}

Json findings_json(const Findings& findings) {
  Json checks = Json::array();
  for (const Finding& finding : findings) {
    checks.push_back(
        {{"check", finding.check},
         {"grade", to_string(finding.grade)},
         {"message", ui::valid_utf8(finding.what)},
         {"mend", finding.mend.empty() ? Json(nullptr) : Json(ui::valid_utf8(finding.mend))}});
  }
  return {{"ok", count(findings, Grade::Ok)},
          {"warn", count(findings, Grade::Warn)},
          {"fail", count(findings, Grade::Fail)},
          {"checks", std::move(checks)}};
}

std::string findings_text(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += fmt::format("{:<5}{:<14}{}", to_string(finding.grade), finding.check,
                        ui::escape(finding.what));
    if (!finding.mend.empty()) text += "; mend: " + ui::escape(finding.mend);
    text += "\n";
  }
  return text + fmt::format("{} ok, {} warn, {} fail\n", count(findings, Grade::Ok),
                            count(findings, Grade::Warn), count(findings, Grade::Fail));
}

Result<int> run(bool json, ui::Output& output) {
  const Findings findings =
      doctor::examine(doctor::Machine::here(), doctor::read_facts(NFTRACE_VERSION));
  auto written = output.write(json ? json_line(findings_json(findings)) : findings_text(findings));
  if (!written) return tl::unexpected(std::move(written).error());
  return count(findings, Grade::Fail) == 0 ? kOk : kFailed;
}

}  // namespace

Command doctor_command(const Parser& nfctl) {
  auto json = std::make_shared<bool>(false);
  Command command{nfctl.command("doctor", "Say what is wrong on this machine")};
  command.parser.flag("--json", *json, "One JSON object; names as in docs/json.md");
  command.run = [json](ui::Output& output) { return run(*json, output); };
  command.json = [json] { return *json; };
  return command;
}

}  // namespace nftrace::cli
