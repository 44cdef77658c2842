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
IS(NFTRACE_RECORD_PRESUMED, 32);

/* Records are read as they lie in the kernel's buffer. */
IS(sizeof(struct nftrace_tuple), 40);
IS(offsetof(struct nftrace_tuple, protocol), 36);
IS(sizeof(struct nftrace_record), 224);
IS(_Alignof(struct nftrace_record), 8);
REC(time, 0);
REC(flight, 8);
REC(elapsed, 16);
REC(place, 24);
REC(seq, 32);
REC(size, 36);
REC(type, 38);
REC(verdict, 39);
REC(flags, 40);
REC(reason, 44);
REC(rule, 48);
REC(hits, 52);
REC(iif, 56);
REC(oif, 60);
REC(len, 64);
REC(mark, 68);
REC(pid, 72);
REC(ct_state, 76);
REC(ct_status, 80);
REC(snaplen, 84);
REC(hook, 86);
REC(family, 87);
REC(comm, 88);
REC(tuple, 104);
REC(orig, 144);
REC(reply, 184);
REC(snap, 224);
