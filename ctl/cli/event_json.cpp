// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/event_json.h"

#include <arpa/inet.h>
#include <linux/netfilter.h>

#include <cstring>

#include "ui/address.h"

namespace nftrace::cli {

using namespace std::string_view_literals;

void EventJson::put_address(const nftrace_record& record, const std::uint8_t* address) {
  if (record.family == NFPROTO_IPV6) {
    ui::put_ipv6(out_.buffer(), address);
  } else {
    ui::put_ipv4(out_.buffer(), address);
  }
}

void EventJson::put_tuple(const nftrace_record& record, const nftrace_tuple& tuple,
                          bool with_ports) {
  out_.open_text("src");
  put_address(record, tuple.src);
  out_.close_text();
  out_.open_text("dst");
  put_address(record, tuple.dst);
  out_.close_text();
  if (!with_ports) return;
  if (is_icmp(tuple.protocol)) {
    out_.number("icmp_type", ntohs(tuple.dport) >> 8);
    out_.number("icmp_code", ntohs(tuple.dport) & 0xff);
    return;
  }
  out_.number("sport", ntohs(tuple.sport));
  out_.number("dport", ntohs(tuple.dport));
}

void EventJson::put_interface(std::uint32_t index) {
  if (index == 0) return out_.put_null();
  if (const std::string_view known = context_.names.interface(index); !known.empty()) {
    return out_.put_text(known);
  }
  // Gone before its name could be read; no interface may be called this.
  out_.buffer().put("\"/"sv);
  out_.buffer().put_number(index);
  out_.close_text();
}

void EventJson::put_rule(const nftrace_record& record) {
  if (record.rule == 0) {
    out_.null("rule");
    out_.null("label");
    return;
  }
  out_.number("rule", record.rule);
  if (const std::string_view label = context_.names.label(record.rule); !label.empty()) {
    out_.text("label", label);
  } else {
    out_.null("label");
  }
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
  out_.open("ct");
  out_.word("state", ct_state_name(detail.ct_state));
  out_.number("status", detail.ct_status);
  out_.boolean("nat", is_translated(detail));
  out_.open("orig");
  put_tuple(record, detail.orig, ports);
  out_.close();
  out_.open("reply");
  put_tuple(record, detail.reply, ports);
  out_.close();
  out_.close();
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

/// What netfilter decided, or what became of the packet behind it.
void EventJson::put_outcome(const nftrace_record& record) {
  if (record.type == NFTRACE_RECORD_VERDICT) out_.word("verdict", verdict_name(record.verdict));
  if (record.type != NFTRACE_RECORD_FATE) return;
  out_.word("fate", fate_name(record.verdict));
  out_.boolean("presumed", (record.flags & NFTRACE_RECORD_PRESUMED) != 0);
}

void EventJson::put(const Event& event) {
  if (event.record == nullptr) {
    return event.paused != 0 ? put_pause(event.paused, event.cpu) : put_gap(event.lost, event.cpu);
  }
  const nftrace_record& record = *event.record;
  const bool hit = record.type == NFTRACE_RECORD_HIT;
  const bool fate = record.type == NFTRACE_RECORD_FATE;
  out_.open();
  out_.word("event", hit ? "hit" : fate ? "fate" : "verdict");
  out_.number("time_ns", context_.clock.of(record.time));
  out_.number("cpu", event.cpu);
  out_.number("seq", record.seq);
  out_.number("flight", record.flight);
  put_outcome(record);
  out_.word("hook", hook_name(record.hook));
  out_.word("family", record.family == NFPROTO_IPV6 ? "ip6" : "ip");
  out_.number("protocol", record.tuple.protocol);
  put_tuple(record, record.tuple, (record.flags & NFTRACE_RECORD_PORTS) != 0);
  out_.number("len", record.len);
  out_.name("iif");
  put_interface(record.iif);
  out_.name("oif");
  put_interface(record.oif);
  if (!fate) out_.number("mark", record.mark);
  put_rule(record);
  out_.number("hits", record.hits);
  out_.number("elapsed_ns", record.elapsed);
  if (!hit) put_end(record);
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
