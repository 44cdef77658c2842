// SPDX-License-Identifier: GPL-2.0-or-later
#include "ruleset/option_block.h"

#include <linux/netfilter/xt_NFTRACE.h>

#include <algorithm>
#include <cstring>

namespace nftrace {

static_assert(sizeof(xt_nftrace_info) == kOptionBlockSize);
static_assert(offsetof(xt_nftrace_info, id) == 48);

std::vector<std::string> option_words(const RuleOptions& options, std::string_view prefix) {
  std::vector<std::string> words;
  const auto say = [&](const char* option) { words.push_back(std::string(prefix) + option); };
  const auto say_value = [&](const char* option, const std::string& value) {
    say(option);
    words.push_back(value);
  };
  // A label that looks like an option must hang on its own.
  if (options.label.starts_with('-')) {
    words.push_back(std::string(prefix) + "label=" + options.label);
  } else if (!options.label.empty()) {
    say_value("label", options.label);
  }
  if (options.count_only) say("count-only");
  if (options.sample != 1) say_value("sample", std::to_string(options.sample));
  if (options.rate != 0) say_value("rate", std::to_string(options.rate));
  if (options.burst != 0) say_value("burst", std::to_string(options.burst));
  return words;
}

Result<OptionBlock> decode_option_block(std::span<const std::byte> bytes) {
  // The kernel's own pointer at the end may be missing: what is read ends with the id.
  if (bytes.size() < offsetof(xt_nftrace_info, pad)) {
    return fail(Code::Malformed, "the option block of an NFTRACE rule is cut short");
  }
  xt_nftrace_info info{};
  std::memcpy(&info, bytes.data(), std::min(bytes.size(), sizeof(info)));
  const std::string_view label(info.label, sizeof(info.label));
  return OptionBlock{info.id,
                     {.label = std::string(label.substr(0, label.find('\0'))),
                      .count_only = (info.flags & XT_NFTRACE_COUNT_ONLY) != 0,
                      .sample = info.sample,
                      .rate = info.rate,
                      .burst = info.burst}};
}

Result<std::array<std::byte, kOptionBlockSize>> encode_option_block(const RuleOptions& options) {
  const std::string& label = options.label;
  xt_nftrace_info info{};
  if (label.size() >= sizeof(info.label)) {
    return fail(Code::Usage, "the label has " + std::to_string(label.size()) +
                                 " characters, at most 31 are possible");
  }
  const bool bad = std::any_of(label.begin(), label.end(), [](char c) {
    return c < 0x20 || c > 0x7e || c == '"' || c == '\\';
  });
  if (bad) {
    return fail(Code::Usage,
                "the label may only have printable ASCII characters, "
                "without double quotes and backslashes");
  }
  info.sample = options.sample;
  info.rate = options.rate;
  info.burst = options.burst;
  if (options.count_only) info.flags |= XT_NFTRACE_COUNT_ONLY;
  label.copy(info.label, label.size());
  std::array<std::byte, kOptionBlockSize> bytes{};
  std::memcpy(bytes.data(), &info, sizeof(info));
  return bytes;
}

}  // namespace nftrace
