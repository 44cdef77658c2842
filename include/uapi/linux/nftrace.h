/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * The generic netlink family "nftrace": commands, attributes, limits.
 * docs/netlink.md explains it, docs/netlink/nftrace.yaml says the same for
 * programs, and a test holds that file against this one.
 *
 * Every command and the group need CAP_NET_ADMIN in the user namespace that
 * owns the network namespace; each sees its own network namespace only.
 */
#ifndef _UAPI_LINUX_NFTRACE_H
#define _UAPI_LINUX_NFTRACE_H

#include <linux/types.h>

#define NFTRACE_GENL_NAME	"nftrace"
#define NFTRACE_GENL_VERSION	1

/* Changed rule counters, at the interval of the shortest subscription. */
#define NFTRACE_MCGRP_RULES	"rules"
/* Events of the packets that hit rules, for everybody who joined. */
#define NFTRACE_MCGRP_EVENTS	"events"

/* Interval of a subscription, milliseconds. */
#define NFTRACE_INTERVAL_MIN	10
#define NFTRACE_INTERVAL_MAX	60000

/* Limits of a tap. */
#define NFTRACE_TAPS_MAX	32	/* in a network namespace */
#define NFTRACE_FILTER_MAX	4096	/* instructions */
#define NFTRACE_SNAPLEN_MAX	256	/* bytes, from the IP header on */
#define NFTRACE_SAMPLE_MAX	1000000000
#define NFTRACE_RATE_MAX	1000000000

/* Different drop places kept per rule and CPU; what comes after the table is
 * full is counted without a place.
 */
#define NFTRACE_PLACES_MAX	4

/**
 * enum nftrace_cmd - commands of the family
 * @NFTRACE_CMD_INFO_GET:    do; replies with NFTRACE_INFO_A_*
 * @NFTRACE_CMD_RULE_GET:    do with NFTRACE_RULE_A_ID or _LABEL, or dump of all;
 *                           replies with NFTRACE_RULE_A_*, ordered by slot
 *                           (the low 16 bits of the id)
 * @NFTRACE_CMD_RULE_RESET:  do with NFTRACE_RULE_A_ID, _LABEL or _ALL: counters
 *                           begin at zero; verdicts of packets that hit before
 *                           count nowhere
 * @NFTRACE_CMD_SUBSCRIBE:   do with NFTRACE_SUB_A_INTERVAL: this socket wants
 *                           NFTRACE_CMD_RULE_NTF at least that often. A second
 *                           one replaces the first. Gone when the socket closes.
 * @NFTRACE_CMD_UNSUBSCRIBE: do; -ENOENT when there was no subscription
 * @NFTRACE_CMD_RULE_NTF:    event on group "rules": one rule whose counters
 *                           changed, NFTRACE_RULE_A_* as in a dump. One datagram
 *                           holds many messages; nlmsg_seq counts datagrams in
 *                           this network namespace, so a jump is a loss: dump.
 * @NFTRACE_CMD_TAP_OPEN:    do with NFTRACE_TAP_A_*: this socket gets the events
 *                           of packets that a filter or a rule chooses. One tap
 *                           a socket; gone when the socket closes.
 * @NFTRACE_CMD_TAP_GET:     do; what this socket's tap counted, NFTRACE_TAP_A_*
 * @NFTRACE_CMD_TAP_CLOSE:   do; -ENOENT when the socket has no tap
 * @NFTRACE_CMD_EVENTS:      sent to a tap's socket: NFTRACE_EVENTS_A_*, records
 *                           of one CPU in their order. To group "events" too:
 *                           parts HIT and VERDICT of all rules' packets, while
 *                           there are rules and somebody has joined; from 200 ms
 *                           after joining, at most. Each of its messages names
 *                           all that its records need.
 */
enum nftrace_cmd {
	NFTRACE_CMD_UNSPEC,
	NFTRACE_CMD_INFO_GET,
	NFTRACE_CMD_RULE_GET,
	NFTRACE_CMD_RULE_RESET,
	NFTRACE_CMD_SUBSCRIBE,
	NFTRACE_CMD_UNSUBSCRIBE,
	NFTRACE_CMD_RULE_NTF,
	NFTRACE_CMD_TAP_OPEN,
	NFTRACE_CMD_TAP_GET,
	NFTRACE_CMD_TAP_CLOSE,
	NFTRACE_CMD_EVENTS,

	__NFTRACE_CMD_MAX,
	NFTRACE_CMD_MAX = __NFTRACE_CMD_MAX - 1
};

/**
 * enum nftrace_feature - bits of NFTRACE_INFO_A_FEATURES: what works here
 * @NFTRACE_FEATURE_COUNT:    packets and bytes per rule
 * @NFTRACE_FEATURE_VERDICTS: accept, drop, stolen, lost per rule
 * @NFTRACE_FEATURE_PLACES:   drop reasons and places
 * @NFTRACE_FEATURE_TAPS:     events of single packets, by taps
 * @NFTRACE_FEATURE_GROUP:    events of rules in group "events"
 * @NFTRACE_FEATURE_FATES:    what became of packets behind netfilter
 */
enum nftrace_feature {
	NFTRACE_FEATURE_COUNT    = 1U << 0,
	NFTRACE_FEATURE_VERDICTS = 1U << 1,
	NFTRACE_FEATURE_PLACES   = 1U << 2,
	NFTRACE_FEATURE_TAPS     = 1U << 3,
	NFTRACE_FEATURE_GROUP    = 1U << 4,
	NFTRACE_FEATURE_FATES    = 1U << 5,
};

/**
 * enum nftrace_info_attr - attributes of INFO_GET's reply
 * @NFTRACE_INFO_A_PAD:           alignment only
 * @NFTRACE_INFO_A_VERSION:       string, the module's version
 * @NFTRACE_INFO_A_FEATURES:      u64, enum nftrace_feature
 * @NFTRACE_INFO_A_RULES:         u32, rule objects in this network namespace
 * @NFTRACE_INFO_A_RULES_MAX:     u32, the most there can be
 * @NFTRACE_INFO_A_GENERATION:    u32, changes when a rule object comes or goes
 * @NFTRACE_INFO_A_INTERVAL:      u32, ms, the interval in force; 0: nobody subscribed
 * @NFTRACE_INFO_A_FLIGHTS:       u32, packets on their way through netfilter that are
 *                                followed now, this network namespace
 * @NFTRACE_INFO_A_FLIGHTS_MAX:   u32, size of the table, all network namespaces
 * @NFTRACE_INFO_A_FLIGHTS_QUOTA: u32, the most one network namespace may follow
 * @NFTRACE_INFO_A_INFO_SIZE:     u32, bytes of struct xt_nftrace_info
 * @NFTRACE_INFO_A_TAPS:          u32, taps open in this network namespace; group
 *                                "events" with a listener is one
 */
enum nftrace_info_attr {
	NFTRACE_INFO_A_UNSPEC,
	NFTRACE_INFO_A_PAD,
	NFTRACE_INFO_A_VERSION,
	NFTRACE_INFO_A_FEATURES,
	NFTRACE_INFO_A_RULES,
	NFTRACE_INFO_A_RULES_MAX,
	NFTRACE_INFO_A_GENERATION,
	NFTRACE_INFO_A_INTERVAL,
	NFTRACE_INFO_A_FLIGHTS,
	NFTRACE_INFO_A_FLIGHTS_MAX,
	NFTRACE_INFO_A_FLIGHTS_QUOTA,
	NFTRACE_INFO_A_INFO_SIZE,
	NFTRACE_INFO_A_TAPS,

	__NFTRACE_INFO_A_MAX,
	NFTRACE_INFO_A_MAX = __NFTRACE_INFO_A_MAX - 1
};

/**
 * enum nftrace_rule_attr - attributes of a rule object
 * @NFTRACE_RULE_A_PAD:        alignment only
 * @NFTRACE_RULE_A_ID:         u32, as in xt_nftrace_info
 * @NFTRACE_RULE_A_LABEL:      string, 1 to 31 characters; absent when there is none
 * @NFTRACE_RULE_A_ALL:        flag, request only: every rule
 * @NFTRACE_RULE_A_FLAGS:      u32, enum xt_nftrace_flags
 * @NFTRACE_RULE_A_SAMPLE:     u32, 1 is every packet
 * @NFTRACE_RULE_A_RATE:       u32, events a second, 0 is no limit
 * @NFTRACE_RULE_A_BURST:      u32, events
 * @NFTRACE_RULE_A_REFS:       u32, table entries that use this object
 * @NFTRACE_RULE_A_HITS:       u64, packets since creation or reset
 * @NFTRACE_RULE_A_BYTES:      u64, their bytes from the IP header on
 * @NFTRACE_RULE_A_AGE:        u64, ms since the last hit, to one tick; absent
 *                             before the first
 * @NFTRACE_RULE_A_ACCEPT:     u64, netfilter let it go
 * @NFTRACE_RULE_A_DROP:       u64, netfilter dropped it
 * @NFTRACE_RULE_A_STOLEN:     u64, a hook kept it for itself
 * @NFTRACE_RULE_A_LOST:       u64, lost sight of: what became of it is unknown
 * @NFTRACE_RULE_A_UNTRACKED:  u64, not followed: no room, over quota, 17th hit
 * @NFTRACE_RULE_A_COUNT_ONLY: u64, not followed: the rule asked for that
 * @NFTRACE_RULE_A_OPEN:       u64, still on its way
 * @NFTRACE_RULE_A_QUEUED:     u64, of these: held by something, as NFQUEUE
 *                             does: not met for 20 ms
 * @NFTRACE_RULE_A_AFTER:      u64, of accept: then dropped between two hooks, by
 *                             the stack (routing, TTL, rp_filter)
 * @NFTRACE_RULE_A_HOOK:       nest, enum nftrace_hook_attr, one for each hook
 *                             where a verdict fell
 * @NFTRACE_RULE_A_PLACE:      nest, enum nftrace_place_attr, one for each place
 * @NFTRACE_RULE_A_GENERATION: u32, as in INFO_GET
 *
 * hits = accept + drop + stolen + lost + untracked + count_only + open, exactly
 * when no packet is on its way; while packets move, parts are read one after
 * the other. All verdict attributes are absent on a kernel or module without
 * NFTRACE_FEATURE_VERDICTS.
 */
enum nftrace_rule_attr {
	NFTRACE_RULE_A_UNSPEC,
	NFTRACE_RULE_A_PAD,
	NFTRACE_RULE_A_ID,
	NFTRACE_RULE_A_LABEL,
	NFTRACE_RULE_A_ALL,
	NFTRACE_RULE_A_FLAGS,
	NFTRACE_RULE_A_SAMPLE,
	NFTRACE_RULE_A_RATE,
	NFTRACE_RULE_A_BURST,
	NFTRACE_RULE_A_REFS,
	NFTRACE_RULE_A_HITS,
	NFTRACE_RULE_A_BYTES,
	NFTRACE_RULE_A_AGE,
	NFTRACE_RULE_A_ACCEPT,
	NFTRACE_RULE_A_DROP,
	NFTRACE_RULE_A_STOLEN,
	NFTRACE_RULE_A_LOST,
	NFTRACE_RULE_A_UNTRACKED,
	NFTRACE_RULE_A_COUNT_ONLY,
	NFTRACE_RULE_A_OPEN,
	NFTRACE_RULE_A_QUEUED,
	NFTRACE_RULE_A_AFTER,
	NFTRACE_RULE_A_HOOK,
	NFTRACE_RULE_A_PLACE,
	NFTRACE_RULE_A_GENERATION,

	__NFTRACE_RULE_A_MAX,
	NFTRACE_RULE_A_MAX = __NFTRACE_RULE_A_MAX - 1
};

/**
 * enum nftrace_hook_attr - verdicts that fell at one hook
 * @NFTRACE_HOOK_A_PAD:    alignment only
 * @NFTRACE_HOOK_A_NUM:    u8, enum nf_inet_hooks
 * @NFTRACE_HOOK_A_ACCEPT: u64
 * @NFTRACE_HOOK_A_DROP:   u64
 * @NFTRACE_HOOK_A_STOLEN: u64
 * @NFTRACE_HOOK_A_LOST:   u64
 */
enum nftrace_hook_attr {
	NFTRACE_HOOK_A_UNSPEC,
	NFTRACE_HOOK_A_PAD,
	NFTRACE_HOOK_A_NUM,
	NFTRACE_HOOK_A_ACCEPT,
	NFTRACE_HOOK_A_DROP,
	NFTRACE_HOOK_A_STOLEN,
	NFTRACE_HOOK_A_LOST,

	__NFTRACE_HOOK_A_MAX,
	NFTRACE_HOOK_A_MAX = __NFTRACE_HOOK_A_MAX - 1
};

/**
 * enum nftrace_place_kind - what happened at a place
 * @NFTRACE_PLACE_DROP:   netfilter dropped the packet
 * @NFTRACE_PLACE_STOLEN: a hook kept it
 * @NFTRACE_PLACE_AFTER:  accepted by netfilter, then dropped by the stack
 */
enum nftrace_place_kind {
	NFTRACE_PLACE_DROP,
	NFTRACE_PLACE_STOLEN,
	NFTRACE_PLACE_AFTER,

	__NFTRACE_PLACE_MAX,
	NFTRACE_PLACE_MAX = __NFTRACE_PLACE_MAX - 1
};

/**
 * enum nftrace_place_attr - where in the kernel packets of a rule ended
 * @NFTRACE_PLACE_A_PAD:         alignment only
 * @NFTRACE_PLACE_A_KIND:        u8, enum nftrace_place_kind
 * @NFTRACE_PLACE_A_REASON:      u32, the running kernel's own skb_drop_reason;
 *                               absent when the kernel gave none
 * @NFTRACE_PLACE_A_REASON_NAME: string, the kernel's name of it; absent when
 *                               the kernel has none
 * @NFTRACE_PLACE_A_SYMBOL:      string, "function+0xoffset/0xsize [module]";
 *                               absent for packets counted after the table of
 *                               places was full
 * @NFTRACE_PLACE_A_COUNT:       u64
 */
enum nftrace_place_attr {
	NFTRACE_PLACE_A_UNSPEC,
	NFTRACE_PLACE_A_PAD,
	NFTRACE_PLACE_A_KIND,
	NFTRACE_PLACE_A_REASON,
	NFTRACE_PLACE_A_REASON_NAME,
	NFTRACE_PLACE_A_SYMBOL,
	NFTRACE_PLACE_A_COUNT,

	__NFTRACE_PLACE_A_MAX,
	NFTRACE_PLACE_A_MAX = __NFTRACE_PLACE_A_MAX - 1
};

/**
 * enum nftrace_sub_attr - attributes of SUBSCRIBE
 * @NFTRACE_SUB_A_INTERVAL: u32, ms, NFTRACE_INTERVAL_MIN to _MAX
 */
enum nftrace_sub_attr {
	NFTRACE_SUB_A_UNSPEC,
	NFTRACE_SUB_A_INTERVAL,

	__NFTRACE_SUB_A_MAX,
	NFTRACE_SUB_A_MAX = __NFTRACE_SUB_A_MAX - 1
};

/**
 * enum nftrace_part - bits of NFTRACE_TAP_A_PARTS: what a tap wants to be told
 * @NFTRACE_PART_HIT:     each hit of a rule
 * @NFTRACE_PART_VERDICT: what netfilter decided
 * @NFTRACE_PART_FATE:    what became of packets that netfilter let go
 */
enum nftrace_part {
	NFTRACE_PART_HIT     = 1U << 0,
	NFTRACE_PART_VERDICT = 1U << 1,
	NFTRACE_PART_FATE    = 1U << 2,
};

/**
 * enum nftrace_tap_attr - a tap: what it wants, and what it counted
 * @NFTRACE_TAP_A_PAD:     alignment only
 * @NFTRACE_TAP_A_FILTER:  array of struct sock_filter, a classic BPF program on
 *                         the packet from its IP header on; packets for which it
 *                         returns 0 are not told. 1 to NFTRACE_FILTER_MAX.
 * @NFTRACE_TAP_A_RULE:    u32, id of the rule whose packets are told
 * @NFTRACE_TAP_A_LABEL:   string, its label
 * @NFTRACE_TAP_A_ALL:     flag, the packets of all rules. A tap names exactly one
 *                         of filter, rule, label and all.
 * @NFTRACE_TAP_A_PARTS:   u32, enum nftrace_part; default VERDICT
 * @NFTRACE_TAP_A_DROPS:   flag, only packets that end in a drop: by verdict or,
 *                         where FATE is asked for, by fate; not with HIT
 * @NFTRACE_TAP_A_SAMPLE:  u32, every Nth packet of a CPU; default 1, all
 * @NFTRACE_TAP_A_RATE:    u32, packets a second at most; default 0, no limit
 * @NFTRACE_TAP_A_BURST:   u32, above that at once; default a second's worth
 * @NFTRACE_TAP_A_COUNT:   u64, stop after so many packets; default 0, never.
 *                         With DROPS only those told count.
 * @NFTRACE_TAP_A_SNAPLEN: u32, bytes of the packet to tell with a verdict, 0 to
 *                         NFTRACE_SNAPLEN_MAX; default 0
 * @NFTRACE_TAP_A_SEEN:    u64, packets that the filter or rule chose
 * @NFTRACE_TAP_A_SKIPPED: u64, of these: not told because of sample, rate, count
 * @NFTRACE_TAP_A_CROWDED: u64, of these: not followed, the table had no room. Of
 *                         a rule's packets each hit counts, here and in SEEN: of
 *                         a packet that is not followed nothing is remembered.
 * @NFTRACE_TAP_A_RECORDS: u64, records made
 * @NFTRACE_TAP_A_LOST:    u64, of these: the buffer was full
 * @NFTRACE_TAP_A_SENT:    u64, of these: given to the socket. What is in neither
 *                         is buffered.
 * @NFTRACE_TAP_A_DONE:    flag, the count is reached
 * @NFTRACE_TAP_A_THINNED: u64, hits that the rule's own sample and rate kept from
 *                         being events; not in SEEN
 * @NFTRACE_TAP_A_PAUSED:  u64, packets not looked at, or hits, while the tap
 *                         paused: it had used up its budget (module parameter
 *                         tap_budget) on a CPU; not in SEEN
 */
enum nftrace_tap_attr {
	NFTRACE_TAP_A_UNSPEC,
	NFTRACE_TAP_A_PAD,
	NFTRACE_TAP_A_FILTER,
	NFTRACE_TAP_A_RULE,
	NFTRACE_TAP_A_LABEL,
	NFTRACE_TAP_A_ALL,
	NFTRACE_TAP_A_PARTS,
	NFTRACE_TAP_A_DROPS,
	NFTRACE_TAP_A_SAMPLE,
	NFTRACE_TAP_A_RATE,
	NFTRACE_TAP_A_BURST,
	NFTRACE_TAP_A_COUNT,
	NFTRACE_TAP_A_SNAPLEN,
	NFTRACE_TAP_A_SEEN,
	NFTRACE_TAP_A_SKIPPED,
	NFTRACE_TAP_A_CROWDED,
	NFTRACE_TAP_A_RECORDS,
	NFTRACE_TAP_A_LOST,
	NFTRACE_TAP_A_SENT,
	NFTRACE_TAP_A_DONE,
	NFTRACE_TAP_A_THINNED,
	NFTRACE_TAP_A_PAUSED,

	__NFTRACE_TAP_A_MAX,
	NFTRACE_TAP_A_MAX = __NFTRACE_TAP_A_MAX - 1
};

/**
 * enum nftrace_events_attr - records of one CPU, in the order they were made
 * @NFTRACE_EVENTS_A_PAD:     alignment only
 * @NFTRACE_EVENTS_A_CPU:     u32
 * @NFTRACE_EVENTS_A_LOST:    u64, records of this CPU that found the buffer full,
 *                            since the tap was opened. Where they would have
 *                            stood, the sequence numbers jump.
 * @NFTRACE_EVENTS_A_PAUSED:  u64, likewise: packets and hits of this CPU that a
 *                            pause let by, see NFTRACE_TAP_A_PAUSED
 * @NFTRACE_EVENTS_A_PLACE:   nest, NFTRACE_PLACE_A_SYMBOL and, as _COUNT, the
 *                            number by which records name this place from here
 *                            on; ahead of the records
 * @NFTRACE_EVENTS_A_REASON:  nest, NFTRACE_PLACE_A_REASON and _REASON_NAME, likewise
 * @NFTRACE_EVENTS_A_RECORDS: binary, struct nftrace_record, each as long as it says.
 *                            A message without it tells of losses and pauses only.
 */
enum nftrace_events_attr {
	NFTRACE_EVENTS_A_UNSPEC,
	NFTRACE_EVENTS_A_PAD,
	NFTRACE_EVENTS_A_CPU,
	NFTRACE_EVENTS_A_LOST,
	NFTRACE_EVENTS_A_PAUSED,
	NFTRACE_EVENTS_A_PLACE,
	NFTRACE_EVENTS_A_REASON,
	NFTRACE_EVENTS_A_RECORDS,

	__NFTRACE_EVENTS_A_MAX,
	NFTRACE_EVENTS_A_MAX = __NFTRACE_EVENTS_A_MAX - 1
};

/**
 * enum nftrace_record_type - what a record tells
 * @NFTRACE_RECORD_HIT:     the packet hit @rule
 * @NFTRACE_RECORD_VERDICT: netfilter decided
 * @NFTRACE_RECORD_FATE:    the packet's end, after netfilter let it go
 */
enum nftrace_record_type {
	NFTRACE_RECORD_HIT     = 1,
	NFTRACE_RECORD_VERDICT = 2,
	NFTRACE_RECORD_FATE    = 3,
};

/**
 * enum nftrace_verdict - what netfilter did with a packet, as far as was seen
 */
enum nftrace_verdict {
	NFTRACE_VERDICT_ACCEPT,
	NFTRACE_VERDICT_DROP,
	NFTRACE_VERDICT_STOLEN,
	NFTRACE_VERDICT_LOST,
};

/**
 * enum nftrace_fate - what became of a packet that netfilter let go
 * @NFTRACE_FATE_UNKNOWN:   lost sight of, or kept by something for long
 * @NFTRACE_FATE_SENT:      a device took it, or it went into a tunnel or back
 *                          into this network namespace
 * @NFTRACE_FATE_DELIVERED: to this machine
 * @NFTRACE_FATE_DROPPED:   by the stack or a device, at @place
 * @NFTRACE_FATE_LEFT:      it went on in another network namespace
 */
enum nftrace_fate {
	NFTRACE_FATE_UNKNOWN,
	NFTRACE_FATE_SENT,
	NFTRACE_FATE_DELIVERED,
	NFTRACE_FATE_DROPPED,
	NFTRACE_FATE_LEFT,
};

/**
 * enum nftrace_record_flags - which fields of a record are known
 * @NFTRACE_RECORD_CT:     detail: ct_state, ct_status and the connection's tuples
 * @NFTRACE_RECORD_TASK:   detail: pid and comm: the process that sent the packet
 * @NFTRACE_RECORD_REASON: detail: reason
 * @NFTRACE_RECORD_AFTER:  accepted, then dropped by the stack at the place in the
 *                         detail
 * @NFTRACE_RECORD_PORTS:  sport and dport; for ICMP type and code in dport
 * @NFTRACE_RECORD_PRESUMED: the fate was not announced: no drop was seen, or the
 *                         packet was met again elsewhere
 * @NFTRACE_RECORD_DETAIL: struct nftrace_detail stands behind the record
 */
enum nftrace_record_flags {
	NFTRACE_RECORD_CT	= 1U << 0,
	NFTRACE_RECORD_TASK	= 1U << 1,
	NFTRACE_RECORD_REASON	= 1U << 2,
	NFTRACE_RECORD_AFTER	= 1U << 3,
	NFTRACE_RECORD_PORTS	= 1U << 4,
	NFTRACE_RECORD_PRESUMED	= 1U << 5,
	NFTRACE_RECORD_DETAIL	= 1U << 6,
};

/**
 * struct nftrace_tuple - who talks to whom, network byte order
 * @src: IPv4: the first 4 bytes, the rest 0
 */
struct nftrace_tuple {
	__u8	src[16];
	__u8	dst[16];
	__be16	sport;
	__be16	dport;
	__u8	protocol;
	__u8	pad[3];
};

/**
 * struct nftrace_record - one event
 * @time:    ns, CLOCK_MONOTONIC
 * @flight:  the packet, unique while the machine runs; all records of one
 *           packet have it
 * @elapsed: ns from the packet's first sight to this record
 * @seq:     counts this CPU's records for this tap, those lost too
 * @size:    of this record with what stands behind it, a multiple of 8
 * @type:    enum nftrace_record_type
 * @verdict: VERDICT: enum nftrace_verdict; FATE: enum nftrace_fate
 * @flags:   enum nftrace_record_flags
 * @rule:    HIT: the rule; else the last rule that it hit, 0 for none
 * @hits:    but in HIT: rules hit, those untracked too
 * @iif:     interface index it came in by, 0 for none
 * @oif:     interface index it goes out by, 0 if not known
 * @len:     bytes from the IP header on, at first sight
 * @mark:    when it was in our hands last; FATE: 0
 * @snaplen: bytes of the packet that stand at the end, behind the detail if there
 *           is one, from its IP header on
 * @hook:    enum nf_inet_hooks, where it happened; FATE: its last hook
 * @family:  NFPROTO_IPV4 or NFPROTO_IPV6
 * @tuple:   at first sight
 */
struct nftrace_record {
	__aligned_u64		time;
	__aligned_u64		flight;
	__aligned_u64		elapsed;
	__u32			seq;
	__u16			size;
	__u8			type;
	__u8			verdict;
	__u32			flags;
	__u32			rule;
	__u32			hits;
	__u32			iif;
	__u32			oif;
	__u32			len;
	__u32			mark;
	__u16			snaplen;
	__u8			hook;
	__u8			family;
	struct nftrace_tuple	tuple;
};

/**
 * struct nftrace_detail - what few records have, behind them
 * @place:   number of the place where the packet was freed, 0 for none
 * @reason:  the kernel's skb_drop_reason
 * @pid:     as the pid namespace of the tap's opener counts
 * @comm:    NUL-terminated
 * @ct_state: enum ip_conntrack_info
 * @ct_status: enum ip_conntrack_status
 * @orig:    the connection's original direction
 * @reply:   the answer that is expected; differs from @orig turned round by NAT
 */
struct nftrace_detail {
	__aligned_u64		place;
	__u32			reason;
	__u32			pid;
	char			comm[16];
	__u32			ct_state;
	__u32			ct_status;
	struct nftrace_tuple	orig;
	struct nftrace_tuple	reply;
};

#endif /* _UAPI_LINUX_NFTRACE_H */
