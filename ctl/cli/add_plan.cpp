// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/add_plan.h"

#include <linux/netfilter/xt_NFTRACE.h>
#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "ui/text.h"

namespace nftrace::cli {
namespace {

tl::unexpected<Error> usage(std::string what) { return fail(Code::Usage, std::move(what)); }

/// What the kernel would refuse, told before anything is written.
Result<> check_label(const std::string& label) {
  if (label.size() >= XT_NFTRACE_LABEL_SIZE) {
    return usage(fmt::format("--label: at most {} characters", XT_NFTRACE_LABEL_SIZE - 1));
  }
  const bool good = std::all_of(label.begin(), label.end(), [](char character) {
    return character >= 0x20 && character <= 0x7e && character != '"' && character != '\\';
  });
  if (!good) return usage("--label: printable ASCII without '\"' and '\\' only");
  return {};
}

Result<> check_options(const RuleOptions& options) {
  if (options.sample == 0 || options.sample > XT_NFTRACE_SAMPLE_MAX) {
    return usage(fmt::format("--sample: 1 to {}", XT_NFTRACE_SAMPLE_MAX));
  }
  if (options.rate > XT_NFTRACE_RATE_MAX || options.burst > XT_NFTRACE_RATE_MAX) {
    return usage(fmt::format("--rate and --burst: at most {}", XT_NFTRACE_RATE_MAX));
  }
  if (options.burst != 0 && options.rate == 0) return usage("--burst goes with --rate");
  if (options.count_only && (options.sample != 1 || options.rate != 0)) {
    return usage("--count-only makes no events: it goes without --sample and --rate");
  }
  return check_label(options.label);
}

Result<std::vector<Family>> parse_families(const std::string& word) {
  if (word.empty() || word == "ip") return std::vector{Family::Ipv4};
  if (word == "ip6") return std::vector{Family::Ipv6};
  if (word == "both") return std::vector{Family::Ipv4, Family::Ipv6};
  return usage("--family: ip, ip6 or both, not \"" + ui::escape(word) + "\"");
}

Result<std::optional<Backend>> parse_backend(const std::string& word) {
  if (word.empty()) return std::nullopt;
  for (const Backend backend : {Backend::Legacy, Backend::Nft}) {
    if (word == to_string(backend)) return backend;
  }
  return usage("--backend: legacy or nft, not \"" + ui::escape(word) + "\"");
}

Result<AddPlan> plan_iptables(const AddWords& words) {
  if (words.before || words.after) {
    return usage("--before and --after are for nft tables: nfctl add FAMILY TABLE CHAIN");
  }
  if (words.position && (words.first || words.last)) {
    return usage("--position, --first and --last exclude each other");
  }
  if (words.position == 0U) return usage("--position: rules count from 1");
  auto families = parse_families(words.family);
  if (!families) return tl::unexpected(std::move(families).error());

  auto backend = parse_backend(words.backend);
  if (!backend) return tl::unexpected(std::move(backend).error());

  IptablesAdd add;
  add.families = *std::move(families);
  add.backend = *backend;
  if (!words.table.empty()) add.request.table = words.table;
  add.request.chain = words.words.front();
  add.request.append = words.last;
  add.request.number = words.position.value_or(1);
  add.request.match = words.match;
  add.request.options = words.options;
  return AddPlan(std::move(add));
}

NftPosition position_of(const AddWords& words) {
  if (words.before) return {NftPosition::Kind::Before, *words.before, 0};
  if (words.after) return {NftPosition::Kind::After, *words.after, 0};
  if (words.position) return {NftPosition::Kind::Number, 0, *words.position};
  return {words.last ? NftPosition::Kind::Last : NftPosition::Kind::First, 0, 0};
}

Result<AddPlan> plan_nft(const AddWords& words) {
  if (words.words.size() < 3) return usage("an nft chain is named by FAMILY TABLE CHAIN");
  if (!words.family.empty() || !words.table.empty() || !words.backend.empty()) {
    return usage("--family, --backend and --table are for the form nfctl add CHAIN");
  }
  if (words.position == 0U) return usage("--position: rules count from 1");
  const int positions = int{words.first} + int{words.last} + int{words.before.has_value()} +
                        int{words.after.has_value()} + int{words.position.has_value()};
  if (positions > 1) {
    return usage("--position, --first, --last, --before and --after exclude each other");
  }
  auto family = parse_nft_family(words.words[0]);
  if (!family) return tl::unexpected(std::move(family).error());

  NftAdd add;
  add.family = *family;
  add.table = words.words[1];
  add.chain = words.words[2];
  add.position = position_of(words);
  add.match.assign(words.words.begin() + 3, words.words.end());
  add.match.insert(add.match.end(), words.match.begin(), words.match.end());
  add.options = words.options;
  return AddPlan(std::move(add));
}

}  // namespace

Result<AddPlan> plan_add(const AddWords& words) {
  if (words.words.empty()) return usage("which chain? nfctl add CHAIN");
  const bool empty_word = std::any_of(words.words.begin(), words.words.end(),
                                      [](const std::string& word) { return word.empty(); });
  if (empty_word) return usage("a word is empty");
  if (auto options = check_options(words.options); !options) {
    return tl::unexpected(std::move(options).error());
  }
  return words.words.size() == 1 ? plan_iptables(words) : plan_nft(words);
}

}  // namespace nftrace::cli
