// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/nft_match_words.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

namespace nftrace::cli {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

/// Text or a number, as a word.
std::optional<std::string> scalar(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
  return std::nullopt;
}

/// "10.0.0.0/8" of a prefix, "1-5" of a range, "new,established" of a list.
std::optional<std::string> value_word(const json& value) {
  if (const auto word = scalar(value)) return word;
  const auto pair = [](const json& one, const json& other, char between) {
    const auto first = scalar(one);
    const auto second = scalar(other);
    return first && second ? std::optional(*first + between + *second) : std::nullopt;
  };
  if (value.is_object() && value.size() == 1) {
    const json& inner = value.begin().value();
    if (value.contains("prefix") && inner.contains("addr") && inner.contains("len")) {
      return pair(inner["addr"], inner["len"], '/');
    }
    if (value.contains("range") && inner.is_array() && inner.size() == 2) {
      return pair(inner[0], inner[1], '-');
    }
    return std::nullopt;
  }
  if (!value.is_array() || value.empty()) return std::nullopt;
  std::string list;
  for (const json& one : value) {
    const auto word = scalar(one);
    if (!word) return std::nullopt;
    list += (list.empty() ? "" : ",") + *word;
  }
  return list;
}

/// Takes the words of one match; false when there are none for it.
class Match {
 public:
  bool take(const json& match) {
    const std::string op = match.value("op", "");
    if (op != "==" && op != "in") return false;
    const auto left = match.find("left");
    const auto right = match.find("right");
    if (left == match.end() || right == match.end() || !left->is_object() || left->size() != 1) {
      return false;
    }
    if (left->contains("&")) return take_masked((*left)["&"], *right);
    const auto value = value_word(*right);
    if (!value) return false;
    const json& inner = left->begin().value();
    if (!inner.is_object()) return false;
    if (left->contains("meta")) return take_meta(inner.value("key", ""), *value);
    if (left->contains("ct") && inner.value("key", "") == "state") return put("state", *value);
    if (left->contains("payload")) {
      return take_payload(inner.value("protocol", ""), inner.value("field", ""), *value);
    }
    return false;
  }

  [[nodiscard]] const Words& words() const { return words_; }

 private:
  bool put(const std::string& name, const std::string& value) {
    words_.insert(words_.end(), {name, value});
    return true;
  }

  bool take_meta(const std::string& key, const std::string& value) {
    constexpr const char* kSame[] = {"iif", "oif", "iifname", "oifname", "mark"};
    if (std::find(std::begin(kSame), std::end(kSame), key) != std::end(kSame)) {
      return put(key, value);
    }
    if (key == "l4proto") return put("proto", value);
    // In front of an address in an inet table; saddr and daddr imply it.
    return key == "nfproto";
  }

  bool take_masked(const json& sides, const json& right) {
    const auto value = scalar(right);
    if (!sides.is_array() || sides.size() != 2 || !value || !sides[0].is_object()) return false;
    const auto mask = scalar(sides[1]);
    const bool mark = sides[0].contains("meta") && sides[0]["meta"].is_object() &&
                      sides[0]["meta"].value("key", "") == "mark";
    return mark && mask && put("mark", *value + "/" + *mask);
  }

  bool take_payload(const std::string& protocol, const std::string& field,
                    const std::string& value) {
    if (protocol == "ip" || protocol == "ip6") {
      if (field == "saddr" || field == "daddr") return put(field, value);
      if (field == "protocol" || field == "nexthdr") return put("proto", value);
      return false;
    }
    if (field != "sport" && field != "dport") return false;
    // nft leaves out the protocol that the port implies.
    if (std::find(words_.begin(), words_.end(), "proto") == words_.end() && protocol != "th") {
      put("proto", protocol);
    }
    return put(field, value);
  }

  Words words_;
};

}  // namespace

Result<Words> nft_match_words(const json& expressions) {
  const auto unknown = [](const json& expression) {
    return fail(Code::Usage, "nfctl add has no words for " + expression.dump(), 0,
                "write it by hand where your nft rules are made");
  };
  if (!expressions.is_array()) return unknown(expressions);
  Match match;
  for (const json& expression : expressions) {
    // nft 1.0.6 has no words for targets of xtables and prints null.
    if (expression.is_null()) continue;
    if (!expression.is_object()) return unknown(expression);
    if (expression.contains("xt")) continue;
    const auto found = expression.find("match");
    if (found == expression.end() || !found->is_object() || !match.take(*found)) {
      return unknown(expression);
    }
  }
  return match.words();
}

}  // namespace nftrace::cli
