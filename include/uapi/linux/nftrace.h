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

#define NFTRACE_GENL_NAME	"nftrace"
#define NFTRACE_GENL_VERSION	1

/* Changed rule counters, at the interval of the shortest subscription. */
#define NFTRACE_MCGRP_RULES	"rules"

/* Interval of a subscription, milliseconds. */
#define NFTRACE_INTERVAL_MIN	10
#define NFTRACE_INTERVAL_MAX	60000

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
 */
enum nftrace_cmd {
	NFTRACE_CMD_UNSPEC,
	NFTRACE_CMD_INFO_GET,
	NFTRACE_CMD_RULE_GET,
	NFTRACE_CMD_RULE_RESET,
	NFTRACE_CMD_SUBSCRIBE,
	NFTRACE_CMD_UNSUBSCRIBE,
	NFTRACE_CMD_RULE_NTF,

	__NFTRACE_CMD_MAX,
	NFTRACE_CMD_MAX = __NFTRACE_CMD_MAX - 1
};

/**
 * enum nftrace_feature - bits of NFTRACE_INFO_A_FEATURES: what works here
 * @NFTRACE_FEATURE_COUNT:    packets and bytes per rule
 * @NFTRACE_FEATURE_VERDICTS: accept, drop, stolen, lost per rule
 * @NFTRACE_FEATURE_PLACES:   drop reasons and places
 */
enum nftrace_feature {
	NFTRACE_FEATURE_COUNT    = 1U << 0,
	NFTRACE_FEATURE_VERDICTS = 1U << 1,
	NFTRACE_FEATURE_PLACES   = 1U << 2,
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

#endif /* _UAPI_LINUX_NFTRACE_H */
