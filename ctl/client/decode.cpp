// SPDX-License-Identifier: GPL-2.0-or-later
#include "client/decode.h"

#include <linux/nftrace.h>

#include <utility>

namespace nftrace {
namespace {

/// Collects numbers and texts into their places and remembers the first error,
/// so that a list of attributes reads as a table.
class Taker {
 public:
  void take(const Attribute& attribute, std::uint8_t& out) { keep(attribute.u8(), out); }
  void take(const Attribute& attribute, std::uint32_t& out) { keep(attribute.u32(), out); }
  void take(const Attribute& attribute, std::uint64_t& out) { keep(attribute.u64(), out); }
  void take(const Attribute& attribute, std::string& out) { keep(attribute.text(), out); }

  template <class T>
  void keep(Result<T> value, T& out) {
    if (value) {
      out = *std::move(value);
    } else {
      fail_with(std::move(value).error());
    }
  }

  void fail_with(Error error) {
    if (result_) result_ = tl::unexpected(std::move(error));
  }

  void end_of(const AttributeReader& reader, const char* what) {
    if (reader.malformed()) {
      fail_with(Error{Code::Malformed, 0, std::string(what) + ": a length is wrong", {}});
    }
  }

  [[nodiscard]] const Result<>& result() const { return result_; }

 private:
  Result<> result_;
};

Result<HookVerdicts> decode_hook(Bytes attributes) {
  HookVerdicts hook;
  Taker taker;
  AttributeReader reader(attributes);
  while (auto attribute = reader.next()) {
    switch (attribute->type) {
      case NFTRACE_HOOK_A_NUM: taker.take(*attribute, hook.hook); break;
      case NFTRACE_HOOK_A_ACCEPT: taker.take(*attribute, hook.accept); break;
      case NFTRACE_HOOK_A_DROP: taker.take(*attribute, hook.drop); break;
      case NFTRACE_HOOK_A_STOLEN: taker.take(*attribute, hook.stolen); break;
      case NFTRACE_HOOK_A_LOST: taker.take(*attribute, hook.lost); break;
      default: break;
    }
  }
  taker.end_of(reader, "verdicts of a hook");
  return taker.result().map([&] { return std::move(hook); });
}

Result<EndPlace> decode_place(Bytes attributes) {
  EndPlace place;
  Taker taker;
  AttributeReader reader(attributes);
  while (auto attribute = reader.next()) {
    switch (attribute->type) {
      case NFTRACE_PLACE_A_KIND: taker.take(*attribute, place.kind); break;
      case NFTRACE_PLACE_A_REASON: taker.take(*attribute, place.reason.emplace()); break;
      case NFTRACE_PLACE_A_REASON_NAME: taker.take(*attribute, place.reason_name); break;
      case NFTRACE_PLACE_A_SYMBOL: taker.take(*attribute, place.symbol); break;
      case NFTRACE_PLACE_A_COUNT: taker.take(*attribute, place.count); break;
      default: break;
    }
  }
  taker.end_of(reader, "a place");
  return taker.result().map([&] { return std::move(place); });
}

/// The counters that make the books: all of them come, or none.
constexpr unsigned kBooks[] = {
    NFTRACE_RULE_A_ACCEPT,    NFTRACE_RULE_A_DROP,       NFTRACE_RULE_A_STOLEN, NFTRACE_RULE_A_LOST,
    NFTRACE_RULE_A_UNTRACKED, NFTRACE_RULE_A_COUNT_ONLY, NFTRACE_RULE_A_OPEN,
};

constexpr std::uint64_t bit(unsigned type) { return type < 64 ? std::uint64_t{1} << type : 0; }

constexpr std::uint64_t books_mask() {
  std::uint64_t mask = 0;
  for (const unsigned type : kBooks) mask |= bit(type);
  return mask;
}

void take_verdict(const Attribute& attribute, Verdicts& verdicts, Taker& taker) {
  switch (attribute.type) {
    case NFTRACE_RULE_A_ACCEPT: taker.take(attribute, verdicts.accept); break;
    case NFTRACE_RULE_A_DROP: taker.take(attribute, verdicts.drop); break;
    case NFTRACE_RULE_A_STOLEN: taker.take(attribute, verdicts.stolen); break;
    case NFTRACE_RULE_A_LOST: taker.take(attribute, verdicts.lost); break;
    case NFTRACE_RULE_A_UNTRACKED: taker.take(attribute, verdicts.untracked); break;
    case NFTRACE_RULE_A_COUNT_ONLY: taker.take(attribute, verdicts.count_only); break;
    case NFTRACE_RULE_A_OPEN: taker.take(attribute, verdicts.open); break;
    case NFTRACE_RULE_A_QUEUED: taker.take(attribute, verdicts.queued); break;
    case NFTRACE_RULE_A_AFTER: taker.take(attribute, verdicts.after); break;
    case NFTRACE_RULE_A_HOOK:
      taker.keep(decode_hook(attribute.payload), verdicts.hooks.emplace_back());
      break;
    case NFTRACE_RULE_A_PLACE:
      taker.keep(decode_place(attribute.payload), verdicts.places.emplace_back());
      break;
    default: break;
  }
}

void take_rule(const Attribute& attribute, RuleCounters& rule, Taker& taker) {
  switch (attribute.type) {
    case NFTRACE_RULE_A_ID: taker.take(attribute, rule.id); break;
    case NFTRACE_RULE_A_LABEL: taker.take(attribute, rule.label); break;
    case NFTRACE_RULE_A_FLAGS: taker.take(attribute, rule.flags); break;
    case NFTRACE_RULE_A_SAMPLE: taker.take(attribute, rule.sample); break;
    case NFTRACE_RULE_A_RATE: taker.take(attribute, rule.rate); break;
    case NFTRACE_RULE_A_BURST: taker.take(attribute, rule.burst); break;
    case NFTRACE_RULE_A_REFS: taker.take(attribute, rule.refs); break;
    case NFTRACE_RULE_A_HITS: taker.take(attribute, rule.hits); break;
    case NFTRACE_RULE_A_BYTES: taker.take(attribute, rule.bytes); break;
    case NFTRACE_RULE_A_GENERATION: taker.take(attribute, rule.generation); break;
    case NFTRACE_RULE_A_AGE: {
      std::uint64_t age = 0;
      taker.take(attribute, age);
      // What a signed clock can hold; a rule is never that old.
      rule.age = std::chrono::milliseconds(age & 0x7fffffffffffffff);
      break;
    }
    default: break;
  }
}

}  // namespace

Result<RuleCounters> decode_rule(Bytes attributes) {
  RuleCounters rule;
  Verdicts verdicts;
  Taker taker;
  std::uint64_t seen = 0;
  AttributeReader reader(attributes);
  while (auto attribute = reader.next()) {
    seen |= bit(attribute->type);
    take_rule(*attribute, rule, taker);
    take_verdict(*attribute, verdicts, taker);
  }
  taker.end_of(reader, "a rule");
  if ((seen & bit(NFTRACE_RULE_A_ID)) == 0 || (seen & bit(NFTRACE_RULE_A_HITS)) == 0) {
    taker.fail_with(Error{Code::Malformed, 0, "a rule without id or hits", {}});
  }
  const std::uint64_t books = seen & books_mask();
  if (books != 0 && books != books_mask()) {
    taker.fail_with(Error{Code::Malformed, 0, "a rule with only some of its verdicts", {}});
  }
  if (books != 0) rule.verdicts = std::move(verdicts);
  return taker.result().map([&] { return std::move(rule); });
}

Result<ModuleInfo> decode_info(Bytes attributes) {
  ModuleInfo module;
  Taker taker;
  AttributeReader reader(attributes);
  while (auto attribute = reader.next()) {
    switch (attribute->type) {
      case NFTRACE_INFO_A_VERSION: taker.take(*attribute, module.version); break;
      case NFTRACE_INFO_A_FEATURES: taker.take(*attribute, module.features); break;
      case NFTRACE_INFO_A_RULES: taker.take(*attribute, module.rules); break;
      case NFTRACE_INFO_A_RULES_MAX: taker.take(*attribute, module.rules_max); break;
      case NFTRACE_INFO_A_GENERATION: taker.take(*attribute, module.generation); break;
      case NFTRACE_INFO_A_INTERVAL: taker.take(*attribute, module.interval_ms); break;
      case NFTRACE_INFO_A_FLIGHTS: taker.take(*attribute, module.flights); break;
      case NFTRACE_INFO_A_FLIGHTS_MAX: taker.take(*attribute, module.flights_max); break;
      case NFTRACE_INFO_A_FLIGHTS_QUOTA: taker.take(*attribute, module.flights_quota); break;
      case NFTRACE_INFO_A_INFO_SIZE: taker.take(*attribute, module.info_size); break;
      default: break;
    }
  }
  taker.end_of(reader, "the module's answer");
  if (module.version.empty()) {
    taker.fail_with(Error{Code::Malformed, 0, "the module's answer has no version", {}});
  }
  return taker.result().map([&] { return std::move(module); });
}

Result<RuleChanges> decode_changes(Bytes datagram, std::uint16_t family) {
  RuleChanges changes;
  MessageReader reader(datagram);
  while (auto message = reader.next()) {
    if (message->type != family) continue;
    auto generic = genl_message(*message);
    if (!generic) return tl::unexpected(std::move(generic).error());
    if (generic->command != NFTRACE_CMD_RULE_NTF) continue;
    auto rule = decode_rule(generic->attributes);
    if (!rule) return tl::unexpected(std::move(rule).error());
    changes.sequence = message->seq;
    changes.rules.push_back(*std::move(rule));
  }
  if (reader.malformed()) return fail(Code::Malformed, "a datagram is cut short");
  return changes;
}

}  // namespace nftrace
