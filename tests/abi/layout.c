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
