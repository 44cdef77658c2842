// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/rule_name.h"

#include <linux/netfilter/xt_NFTRACE.h>
#include <spdlog/fmt/fmt.h>

#include <charconv>

#include "ui/text.h"

namespace nftrace::cli {

Result<RuleName> parse_rule_name(std::string_view word) {
  constexpr std::string_view kPrefix = "label:";
  const bool digits =
      !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
  if (digits) {
    std::uint32_t id = 0;
    const auto parsed = std::from_chars(word.data(), word.data() + word.size(), id);
    if (parsed.ec != std::errc{} || id == 0) {
      return fail(Code::Usage, "\"" + std::string(word) + "\" is no rule's id; write label:" +
                                   std::string(word) + " for a label of digits");
    }
    return RuleName(id);
  }
  if (word.starts_with(kPrefix)) word.remove_prefix(kPrefix.size());
  if (word.empty() || word.size() >= XT_NFTRACE_LABEL_SIZE) {
    return fail(Code::Usage,
                fmt::format("a label has 1 to {} characters", XT_NFTRACE_LABEL_SIZE - 1));
  }
  return RuleName(std::string(word));
}

bool names(const RuleName& name, const Place& place) {
  if (const auto* id = std::get_if<std::uint32_t>(&name)) return place.id == *id;
  return place.options.label == std::get<std::string>(name);
}

bool names(const RuleName& name, const RuleCounters& rule) {
  if (const auto* id = std::get_if<std::uint32_t>(&name)) return rule.id == *id;
  return rule.label == std::get<std::string>(name);
}

std::string describe(const RuleName& name) {
  if (const auto* id = std::get_if<std::uint32_t>(&name)) return fmt::format("rule {}", *id);
  return "rule \"" + ui::escape(std::get<std::string>(name)) + "\"";
}

std::string describe(const Place& place) {
  const std::string chain =
      fmt::format("{} {} {} {}", to_string(place.family), to_string(place.backend),
                  ui::escape(place.table), ui::escape(place.chain));
  return place.iptables ? fmt::format("{} {}", chain, place.number)
                        : fmt::format("{} handle {}", chain, place.handle);
}

}  // namespace nftrace::cli
