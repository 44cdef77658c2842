/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * The option block of the xt target NFTRACE, revision 0: what iptables writes
 * into a rule and the kernel reads back.
 *
 * The layout is the same for 32-bit and 64-bit userspace. It ends with two
 * fields that belong to the kernel:
 *
 *  - everything before @id is what the user typed; -C and -D compare that much
 *    (the plugin's userspacesize);
 *  - @id is given by the kernel and travels to userspace and back with the
 *    table, so that a rule keeps its counters when somebody else's edit
 *    replaces the table (the kernel's usersize ends behind it);
 *  - @rule never leaves the kernel.
 */
#ifndef _UAPI_LINUX_NETFILTER_XT_NFTRACE_H
#define _UAPI_LINUX_NETFILTER_XT_NFTRACE_H

#include <linux/types.h>

/* Bytes of a label with its terminating NUL: 1 to 31 characters. */
#define XT_NFTRACE_LABEL_SIZE 32

/* Most that sample, rate and burst may be. */
#define XT_NFTRACE_SAMPLE_MAX 1000000000U
#define XT_NFTRACE_RATE_MAX   1000000000U

enum xt_nftrace_flags {
	/* Count packets and bytes, follow no packet: no verdicts, no events. */
	XT_NFTRACE_COUNT_ONLY = 1U << 0,
};

#define XT_NFTRACE_FLAGS_ALL XT_NFTRACE_COUNT_ONLY

/* Opaque outside the module. */
struct nftr_rule;

/**
 * struct xt_nftrace_info - options of one NFTRACE rule
 * @flags:  enum xt_nftrace_flags; other bits are refused
 * @sample: report every Nth packet as an event; 1 is each one, 0 is refused
 * @rate:   events a second at most; 0 is no limit
 * @burst:  events that may come at once; 0 unless @rate is set, then 0 is a
 *          second's worth
 * @label:  NUL-terminated name, empty for none, NUL-padded to the end. Rules
 *          with one label in one network namespace share counters.
 *          Printable ASCII (0x20 to 0x7e) without '"' and '\\'.
 * @id:     given by the kernel, 0 from userspace for a new rule
 * @pad:    0
 * @rule:   the kernel's own
 */
struct xt_nftrace_info {
	__u32 flags;
	__u32 sample;
	__u32 rate;
	__u32 burst;
	char label[XT_NFTRACE_LABEL_SIZE];

	__u32 id;
	__u32 pad;

	struct nftr_rule *rule __attribute__((aligned(8)));
};

#endif /* _UAPI_LINUX_NETFILTER_XT_NFTRACE_H */
