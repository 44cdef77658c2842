// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/event_json.h"

#include <arpa/inet.h>
#include <linux/netfilter.h>

#include <algorithm>
#include <cstring>

namespace nftrace::cli {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

/// What put_head() writes at most, without the names: 530 bytes if every number is the
/// longest there is and every part is there.
constexpr std::size_t kHeadRoom = 768;
/// And put_connection().
constexpr std::size_t kConnectionRoom = 512;

/// More than there are names, so that the last is always the one for what is unknown.
using Words = std::array<ui::ShortWord, 8>;

Words words_of(std::string_view (*name)(std::uint8_t)) {
  Words words;
  for (std::uint8_t at = 0; at < words.size(); ++at) words[at] = ui::ShortWord(name(at));
  return words;
}

const ui::ShortWord& word_at(const Words& words, std::uint8_t at) {
  return words[std::min<std::size_t>(at, words.size() - 1)];
}

void put_address(ui::Pen& pen, const nftrace_record& record, const std::uint8_t* address) {
  if (record.family == NFPROTO_IPV6) {
    pen.put_ipv6(address);
  } else {
    pen.put_ipv4(address);
  }
}

/// Members, no comma in front.
void put_tuple(ui::Pen& pen, const nftrace_record& record, const nftrace_tuple& tuple,
               bool with_ports) {
  pen.put(R"("src":")");
  put_address(pen, record, tuple.src);
  pen.put(R"(","dst":")");
  put_address(pen, record, tuple.dst);
  pen.put("\"");
  if (!with_ports) return;
  if (is_icmp(tuple.protocol)) {
    pen.put(R"(,"icmp_type":)");
    pen.put_number(ntohs(tuple.dport) >> 8);
    pen.put(R"(,"icmp_code":)");
    pen.put_number(ntohs(tuple.dport) & 0xff);
    return;
  }
  pen.put(R"(,"sport":)");
  pen.put_number(ntohs(tuple.sport));
  pen.put(R"(,"dport":)");
  pen.put_number(ntohs(tuple.dport));
}

void put_interface(ui::Pen& pen, std::uint32_t index, std::string_view json) {
  if (index == 0) {
    pen.put("null");
  } else if (!json.empty()) {
    pen.put(json);
  } else {
    // Gone before its name could be read; no interface may be called this.
    pen.put("\"/");
    pen.put_number(index);
    pen.put("\"");
  }
}

void put_rule(ui::Pen& pen, const nftrace_record& record, std::string_view label) {
  if (record.rule == 0) {
    pen.put(R"(,"rule":null,"label":null)");
    return;
  }
  pen.put(R"(,"rule":)");
  pen.put_number(record.rule);
  pen.put(R"(,"label":)");
  if (label.empty()) {
    pen.put("null");
  } else {
    pen.put(label);
  }
}

/// What netfilter decided, or what became of the packet behind it.
void put_outcome(ui::Pen& pen, const nftrace_record& record) {
  static const Words kVerdicts = words_of(verdict_name);
  static const Words kFates = words_of(fate_name);
  if (record.type == NFTRACE_RECORD_VERDICT) {
    pen.put(R"(,"verdict":")");
    pen.put(word_at(kVerdicts, record.verdict));
    pen.put("\"");
  } else if (record.type == NFTRACE_RECORD_FATE) {
    pen.put(R"(,"fate":")");
    pen.put(word_at(kFates, record.verdict));
    pen.put(R"(","presumed":)");
    if ((record.flags & NFTRACE_RECORD_PRESUMED) != 0) {
      pen.put("true");
    } else {
      pen.put("false");
    }
  }
}

}  // namespace

/// Times follow each other: the seconds are mostly those of the one before.
void EventJson::put_time(ui::Pen& pen, std::uint64_t time) {
  const std::uint64_t wall = context_.clock.of(time);
  const std::uint64_t second = wall / kSecond;
  if (second != second_) {
    second_ = second;
    std::array<char, ui::kNumberDigits> digits;
    const char* end = ui::write_number(digits.data(), second);
    second_text_ = ui::ShortWord({digits.data(), static_cast<std::size_t>(end - digits.data())});
  }
  // A number has no zeros in front.
  if (second == 0) return pen.put_number(wall);
  pen.put(second_text_);
  pen.put_nine_digits(static_cast<std::uint32_t>(wall % kSecond));
}

/// What every record has.
void EventJson::put_head(const nftrace_record& record, std::uint32_t cpu) {
  static const Words kHooks = words_of(hook_name);
  const std::string_view iif = context_.names.interface_json(record.iif);
  const std::string_view oif = context_.names.interface_json(record.oif);
  const std::string_view label = context_.names.label_json(record.rule);
  ui::Pen pen(out_.buffer().room(kHeadRoom + iif.size() + oif.size() + label.size()));
  if (record.type == NFTRACE_RECORD_VERDICT) {
    pen.put(R"("event":"verdict","time_ns":)");
  } else if (record.type == NFTRACE_RECORD_HIT) {
    pen.put(R"("event":"hit","time_ns":)");
  } else {
    pen.put(R"("event":"fate","time_ns":)");
  }
  put_time(pen, record.time);
  pen.put(R"(,"cpu":)");
  pen.put_number(cpu);
  pen.put(R"(,"seq":)");
  pen.put_number(record.seq);
  pen.put(R"(,"flight":)");
  pen.put_number(record.flight);
  put_outcome(pen, record);
  pen.put(R"(,"hook":")");
  pen.put(word_at(kHooks, record.hook));
  if (record.family == NFPROTO_IPV6) {
    pen.put(R"(","family":"ip6","protocol":)");
  } else {
    pen.put(R"(","family":"ip","protocol":)");
  }
  pen.put_number(record.tuple.protocol);
  pen.put(",");
  put_tuple(pen, record, record.tuple, (record.flags & NFTRACE_RECORD_PORTS) != 0);
  pen.put(R"(,"len":)");
  pen.put_number(record.len);
  pen.put(R"(,"iif":)");
  put_interface(pen, record.iif, iif);
  pen.put(R"(,"oif":)");
  put_interface(pen, record.oif, oif);
  if (record.type != NFTRACE_RECORD_FATE) {
    pen.put(R"(,"mark":)");
    pen.put_number(record.mark);
  }
  put_rule(pen, record, label);
  pen.put(R"(,"hits":)");
  pen.put_number(record.hits);
  pen.put(R"(,"elapsed_ns":)");
  pen.put_number(record.elapsed);
  out_.buffer().advance_to(pen.end());
  out_.members_written();
}

/// Where and why it ended.
void EventJson::put_end(const nftrace_record& record) {
  const nftrace_detail& detail = detail_of(record);
  if ((record.flags & NFTRACE_RECORD_AFTER) != 0) out_.boolean("after", true);
  if ((record.flags & NFTRACE_RECORD_REASON) != 0) {
    out_.number("reason", detail.reason);
    const std::string_view name = context_.reason(detail.reason);
    if (!name.empty()) out_.text("reason_name", name);
  }
  const std::string_view symbol = context_.place(detail.place);
  if (symbol.empty()) return;
  out_.text("symbol", symbol);
  if (const std::string_view line = context_.line_of(detail.place); !line.empty()) {
    out_.text("line", line);
  }
}

void EventJson::put_connection(const nftrace_record& record) {
  if ((record.flags & NFTRACE_RECORD_CT) == 0) return;
  const nftrace_detail& detail = detail_of(record);
  const bool ports = !is_icmp(detail.orig.protocol);
  ui::Pen pen(out_.buffer().room(kConnectionRoom));
  pen.put(R"(,"ct":{"state":")");
  pen.put(ct_state_name(detail.ct_state));
  pen.put(R"(","status":)");
  pen.put_number(detail.ct_status);
  if (is_translated(detail)) {
    pen.put(R"(,"nat":true,"orig":{)");
  } else {
    pen.put(R"(,"nat":false,"orig":{)");
  }
  put_tuple(pen, record, detail.orig, ports);
  pen.put(R"(},"reply":{)");
  put_tuple(pen, record, detail.reply, ports);
  pen.put("}}");
  out_.buffer().advance_to(pen.end());
}

void EventJson::put_gap(std::uint64_t lost, std::optional<std::uint32_t> cpu) {
  out_.open();
  out_.number("gap", lost);
  if (cpu) {
    out_.number("cpu", *cpu);
  } else {
    out_.null("cpu");
  }
  out_.close();
  out_.end();
}

void EventJson::put_pause(std::uint64_t paused, std::uint32_t cpu) {
  out_.open();
  out_.number("pause", paused);
  out_.number("cpu", cpu);
  out_.close();
  out_.end();
}

void EventJson::put(const Event& event) {
  if (event.record == nullptr) {
    return event.paused != 0 ? put_pause(event.paused, event.cpu) : put_gap(event.lost, event.cpu);
  }
  const nftrace_record& record = *event.record;
  out_.open();
  put_head(record, event.cpu);
  if (record.type != NFTRACE_RECORD_HIT) put_end(record);
  put_connection(record);
  if ((record.flags & NFTRACE_RECORD_TASK) != 0) {
    out_.number("pid", detail_of(record).pid);
    out_.text("comm", comm_of(detail_of(record)));
  }
  if (record.snaplen != 0) out_.hex("packet", snap_of(record));
  out_.close();
  out_.end();
}

}  // namespace nftrace::cli
