// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The layout of what kernel and userspace share must be one and the same for
 * each pair of them: a 32-bit iptables talks to a 64-bit kernel. Compiled, never
 * run; each line that fails names the field.
 */
#include <linux/netfilter/xt_NFTRACE.h>
#include <linux/nftrace.h>
#include <stddef.h>

#define AT(field, offset) \
	_Static_assert(offsetof(struct xt_nftrace_info, field) == (offset), #field " has moved")
#define REC(field, offset) \
	_Static_assert(offsetof(struct nftrace_record, field) == (offset), #field " has moved")
#define DETAIL(field, offset) \
	_Static_assert(offsetof(struct nftrace_detail, field) == (offset), #field " has moved")
#define IS(what, value) _Static_assert((what) == (value), #what " has changed")

IS(sizeof(struct xt_nftrace_info), 64);
IS(_Alignof(struct xt_nftrace_info), 8);
AT(flags, 0);
AT(sample, 4);
AT(rate, 8);
AT(burst, 12);
AT(label, 16);
AT(id, 48);
AT(pad, 52);
AT(rule, 56);

/* Programs that are out there have these numbers in them. */
IS(XT_NFTRACE_LABEL_SIZE, 32);
IS(XT_NFTRACE_COUNT_ONLY, 1);
IS(XT_NFTRACE_FLAGS_ALL, 1);
IS(NFTRACE_GENL_VERSION, 1);
IS(NFTRACE_CMD_INFO_GET, 1);
IS(NFTRACE_CMD_RULE_GET, 2);
IS(NFTRACE_CMD_RULE_RESET, 3);
IS(NFTRACE_CMD_SUBSCRIBE, 4);
IS(NFTRACE_CMD_UNSUBSCRIBE, 5);
IS(NFTRACE_CMD_RULE_NTF, 6);
IS(NFTRACE_INFO_A_INFO_SIZE, 11);
IS(NFTRACE_RULE_A_ID, 2);
IS(NFTRACE_RULE_A_HITS, 10);
IS(NFTRACE_RULE_A_OPEN, 19);
IS(NFTRACE_RULE_A_GENERATION, 24);
IS(NFTRACE_HOOK_A_LOST, 6);
IS(NFTRACE_PLACE_A_COUNT, 6);
IS(NFTRACE_SUB_A_INTERVAL, 1);
IS(NFTRACE_CMD_TAP_OPEN, 7);
IS(NFTRACE_CMD_EVENTS, 10);
IS(NFTRACE_INFO_A_TAPS, 12);
IS(NFTRACE_TAP_A_FILTER, 2);
IS(NFTRACE_TAP_A_SNAPLEN, 12);
IS(NFTRACE_TAP_A_DONE, 19);
IS(NFTRACE_TAP_A_PAUSED, 21);
IS(NFTRACE_EVENTS_A_CPU, 2);
IS(NFTRACE_EVENTS_A_RECORDS, 7);
IS(NFTRACE_PART_FATE, 4);
IS(NFTRACE_RECORD_FATE, 3);
IS(NFTRACE_VERDICT_LOST, 3);
IS(NFTRACE_FATE_LEFT, 4);
IS(NFTRACE_RECORD_DETAIL, 64);

/* Records are read as they lie in the kernel's buffer. */
IS(sizeof(struct nftrace_tuple), 40);
IS(offsetof(struct nftrace_tuple, protocol), 36);
IS(sizeof(struct nftrace_record), 104);
IS(_Alignof(struct nftrace_record), 8);
REC(time, 0);
REC(flight, 8);
REC(elapsed, 16);
REC(seq, 24);
REC(size, 28);
REC(type, 30);
REC(verdict, 31);
REC(flags, 32);
REC(rule, 36);
REC(hits, 40);
REC(iif, 44);
REC(oif, 48);
REC(len, 52);
REC(mark, 56);
REC(snaplen, 60);
REC(hook, 62);
REC(family, 63);
REC(tuple, 64);

IS(sizeof(struct nftrace_detail), 120);
IS(_Alignof(struct nftrace_detail), 8);
DETAIL(place, 0);
DETAIL(reason, 8);
DETAIL(pid, 12);
DETAIL(comm, 16);
DETAIL(ct_state, 32);
DETAIL(ct_status, 36);
DETAIL(orig, 40);
DETAIL(reply, 80);
