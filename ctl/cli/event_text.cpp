// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/event_text.h"

#include <arpa/inet.h>
#include <linux/netfilter.h>

#include <array>
#include <cstring>

#include "ui/address.h"

namespace nftrace::cli {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr std::string_view kSpaces = "           ";

/// The word, and spaces up to `columns`, which are at most 11.
void put_column(ui::LineBuffer& out, std::string_view word, std::size_t columns) {
  out.put(word);
  if (word.size() < columns) out.put(kSpaces.substr(0, columns - word.size()));
  out.put(' ');
}

std::string_view colour_of(const nftrace_record& record) {
  if (record.type == NFTRACE_RECORD_HIT) return "\033[2m"sv;
  if (record.type == NFTRACE_RECORD_FATE) {
    return record.verdict == NFTRACE_FATE_DROPPED ? "\033[31m"sv : "\033[2m"sv;
  }
  if (record.verdict == NFTRACE_VERDICT_ACCEPT) return "\033[32m"sv;
  if (record.verdict == NFTRACE_VERDICT_DROP) return "\033[31m"sv;
  return "\033[33m"sv;
}

std::string_view word_of(const nftrace_record& record) {
  if (record.type == NFTRACE_RECORD_HIT) return "hit"sv;
  if (record.type != NFTRACE_RECORD_FATE) return verdict_name(record.verdict);
  return fate_name(record.verdict);
}

}  // namespace

void EventText::put_time(std::uint64_t time) {
  const std::uint64_t wall = context_.clock.of(time);
  const auto second = static_cast<std::time_t>(wall / kSecond);
  if (second != second_) {
    second_ = second;
    std::tm parts{};
    localtime_r(&second, &parts);
    std::array<char, 16> text{};
    second_text_.assign(text.data(), std::strftime(text.data(), text.size(), "%H:%M:%S.", &parts));
  }
  out_.put(second_text_);
  out_.put_padded(wall % kSecond / 1000, 6);
  out_.put(' ');
}

void EventText::put_verdict(const nftrace_record& record) {
  if (context_.colours) out_.put(colour_of(record));
  put_column(out_, word_of(record), 6);
  if (context_.colours) out_.put("\033[0m"sv);
  put_column(out_, hook_name(record.hook), 11);
}

void EventText::put_endpoint(const nftrace_record& record, const std::uint8_t* address, __be16 port,
                             bool with_port) {
  const bool ipv6 = record.family == NFPROTO_IPV6;
  if (!ipv6) {
    ui::put_ipv4(out_, address);
  } else if (with_port) {
    out_.put('[');
    ui::put_ipv6(out_, address);
    out_.put(']');
  } else {
    ui::put_ipv6(out_, address);
  }
  if (!with_port) return;
  out_.put(':');
  out_.put_number(ntohs(port));
}

void EventText::put_tuple(const nftrace_record& record, const nftrace_tuple& tuple,
                          bool with_ports) {
  put_endpoint(record, tuple.src, tuple.sport, with_ports);
  out_.put(" > "sv);
  put_endpoint(record, tuple.dst, tuple.dport, with_ports);
}

void EventText::put_interface(std::uint32_t index) {
  if (index == 0) {
    out_.put('-');
  } else if (const std::string_view name = context_.names.interface(index); !name.empty()) {
    out_.put_escaped(name);
  } else {
    out_.put('#');
    out_.put_number(index);
  }
}

void EventText::put_rule(const nftrace_record& record) {
  if (record.rule == 0) return;
  out_.put(" rule "sv);
  if (const std::string_view label = context_.names.label(record.rule); !label.empty()) {
    out_.put_escaped(label);
  } else {
    out_.put_number(record.rule);
  }
  if (record.hits <= 1) return;
  out_.put(" hits "sv);
  out_.put_number(record.hits);
}

void EventText::put_place(const nftrace_record& record) {
  const bool told = (record.flags & NFTRACE_RECORD_REASON) != 0;
  const bool after = (record.flags & NFTRACE_RECORD_AFTER) != 0;
  const nftrace_detail& detail = detail_of(record);
  // Where an accepted packet was freed says nothing: it had arrived.
  if (record.type == NFTRACE_RECORD_VERDICT && record.verdict == NFTRACE_VERDICT_ACCEPT && !after) {
    return;
  }
  if (!told && detail.place == 0 && !after) return;
  if (after) out_.put(" then dropped by the stack:"sv);
  if (told) {
    out_.put(' ');
    if (const std::string_view name = context_.reason(detail.reason); !name.empty()) {
      out_.put_escaped(name);
    } else {
      out_.put("reason "sv);
      out_.put_number(detail.reason);
    }
  }
  if (const std::string_view symbol = context_.place(detail.place); !symbol.empty()) {
    out_.put(" at "sv);
    out_.put_escaped(symbol);
    if (const std::string_view line = context_.line_of(detail.place); !line.empty()) {
      out_.put(" "sv);
      out_.put_escaped(line);
    }
  }
}

void EventText::put_connection(const nftrace_record& record) {
  if ((record.flags & NFTRACE_RECORD_CT) == 0) return;
  const nftrace_detail& detail = detail_of(record);
  out_.put(" ct "sv);
  out_.put(ct_state_name(detail.ct_state));
  if (!is_translated(detail)) return;
  const bool ports = !is_icmp(detail.orig.protocol);
  out_.put(" nat: orig "sv);
  put_tuple(record, detail.orig, ports);
  out_.put(" reply "sv);
  put_tuple(record, detail.reply, ports);
}

void EventText::put_task(const nftrace_record& record) {
  if ((record.flags & NFTRACE_RECORD_TASK) == 0) return;
  const nftrace_detail& detail = detail_of(record);
  out_.put(' ');
  out_.put_escaped(comm_of(detail));
  out_.put('[');
  out_.put_number(detail.pid);
  out_.put(']');
}

void EventText::put_elapsed(std::uint64_t ns) {
  struct Unit {
    std::uint64_t ns;
    std::string_view name;
  };
  static constexpr std::array kUnits = {Unit{kSecond, "s"}, Unit{1'000'000, "ms"},
                                        Unit{1000, "us"}};
  out_.put(" +"sv);
  for (const Unit& unit : kUnits) {
    if (ns < unit.ns) continue;
    out_.put_number(ns / unit.ns);
    out_.put('.');
    out_.put_number(ns % unit.ns / (unit.ns / 10));
    out_.put(unit.name);
    return;
  }
  out_.put_number(ns);
  out_.put("ns"sv);
}

void EventText::put_gap(std::uint64_t lost) {
  if (context_.colours) out_.put("\033[1m"sv);
  out_.put("-- "sv);
  out_.put_number(lost);
  out_.put(lost == 1 ? " event lost here: reader too slow --"sv
                     : " events lost here: reader too slow --"sv);
  if (context_.colours) out_.put("\033[0m"sv);
  out_.put('\n');
}

void EventText::put_pause(std::uint64_t paused) {
  if (context_.colours) out_.put("\033[1m"sv);
  out_.put("-- "sv);
  out_.put_number(paused);
  out_.put(paused == 1 ? " packet let by about here: the tap was over its budget --"sv
                       : " packets let by about here: the tap was over its budget --"sv);
  if (context_.colours) out_.put("\033[0m"sv);
  out_.put('\n');
}

void EventText::put(const Event& event) {
  if (event.record == nullptr) {
    return event.paused != 0 ? put_pause(event.paused) : put_gap(event.lost);
  }
  const nftrace_record& record = *event.record;
  const bool ports = (record.flags & NFTRACE_RECORD_PORTS) != 0;
  const bool icmp = is_icmp(record.tuple.protocol);
  put_time(record.time);
  put_verdict(record);
  if (const auto name = protocol_name(record.tuple.protocol); !name.empty()) {
    out_.put(name);
  } else {
    out_.put("proto "sv);
    out_.put_number(record.tuple.protocol);
  }
  out_.put(' ');
  put_tuple(record, record.tuple, ports && !icmp);
  if (ports && icmp) {
    out_.put(" type "sv);
    out_.put_number(ntohs(record.tuple.dport) >> 8);
    out_.put(" code "sv);
    out_.put_number(ntohs(record.tuple.dport) & 0xff);
  }
  out_.put(" len "sv);
  out_.put_number(record.len);
  out_.put(' ');
  put_interface(record.iif);
  out_.put('>');
  put_interface(record.oif);
  if (record.mark != 0) {
    out_.put(" mark 0x"sv);
    out_.put_hex(record.mark);
  }
  put_rule(record);
  if (record.type != NFTRACE_RECORD_HIT) put_place(record);
  if ((record.flags & NFTRACE_RECORD_PRESUMED) != 0) out_.put(" presumed"sv);
  put_connection(record);
  put_task(record);
  put_elapsed(record.elapsed);
  out_.put('\n');
}

}  // namespace nftrace::cli
