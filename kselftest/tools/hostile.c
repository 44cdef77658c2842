// SPDX-License-Identifier: GPL-2.0-or-later
/* Requests that the family must refuse, one kind per mistake. */
#include "hostile.h"

#include <linux/nftrace.h>
#include <string.h>

static const char long_label[] = "a-label-that-is-one-character-too"; /* 33 */

struct kind {
	const char *name;
	int cmd, flags;
	int attr; /* 0: none */
	const void *bytes;
	size_t len;
};

static const uint32_t none = 0xfffffff0, low = NFTRACE_INTERVAL_MIN - 1,
		      high = NFTRACE_INTERVAL_MAX + 1, zero;
static const uint64_t wide = 1;

static const struct kind kinds[] = {
	{ "id-truncated", NFTRACE_CMD_RULE_GET, 0, NFTRACE_RULE_A_ID, &none, 2 },
	{ "id-empty", NFTRACE_CMD_RULE_GET, 0, NFTRACE_RULE_A_ID, "", 0 },
	{ "id-too-wide", NFTRACE_CMD_RULE_GET, 0, NFTRACE_RULE_A_ID, &wide, 8 },
	{ "id-unknown", NFTRACE_CMD_RULE_GET, 0, NFTRACE_RULE_A_ID, &none, 4 },
	{ "id-zero", NFTRACE_CMD_RULE_GET, 0, NFTRACE_RULE_A_ID, &zero, 4 },
	{ "label-unknown", NFTRACE_CMD_RULE_GET, 0, NFTRACE_RULE_A_LABEL, "no-such", 8 },
	{ "label-unterminated", NFTRACE_CMD_RULE_GET, 0, NFTRACE_RULE_A_LABEL, "abc", 3 },
	{ "label-long", NFTRACE_CMD_RULE_GET, 0, NFTRACE_RULE_A_LABEL, long_label,
	  sizeof(long_label) },
	{ "label-empty", NFTRACE_CMD_RULE_GET, 0, NFTRACE_RULE_A_LABEL, "", 1 },
	{ "get-nothing", NFTRACE_CMD_RULE_GET, 0, 0, NULL, 0 },
	{ "get-reply-attr", NFTRACE_CMD_RULE_GET, 0, NFTRACE_RULE_A_HITS, &wide, 8 },
	{ "attr-unknown", NFTRACE_CMD_RULE_GET, 0, 99, &none, 4 },
	{ "dump-attr-unknown", NFTRACE_CMD_RULE_GET, NLM_F_DUMP, 99, &none, 4 },
	{ "info-attr-unknown", NFTRACE_CMD_INFO_GET, 0, 99, &none, 4 },
	{ "reset-nothing", NFTRACE_CMD_RULE_RESET, 0, 0, NULL, 0 },
	{ "reset-unknown", NFTRACE_CMD_RULE_RESET, 0, NFTRACE_RULE_A_LABEL, "no-such", 8 },
	{ "reset-all-payload", NFTRACE_CMD_RULE_RESET, 0, NFTRACE_RULE_A_ALL, &none, 4 },
	{ "interval-low", NFTRACE_CMD_SUBSCRIBE, 0, NFTRACE_SUB_A_INTERVAL, &low, 4 },
	{ "interval-high", NFTRACE_CMD_SUBSCRIBE, 0, NFTRACE_SUB_A_INTERVAL, &high, 4 },
	{ "interval-zero", NFTRACE_CMD_SUBSCRIBE, 0, NFTRACE_SUB_A_INTERVAL, &zero, 4 },
	{ "interval-short", NFTRACE_CMD_SUBSCRIBE, 0, NFTRACE_SUB_A_INTERVAL, &low, 1 },
	{ "interval-missing", NFTRACE_CMD_SUBSCRIBE, 0, 0, NULL, 0 },
	{ "unsubscribe-twice", NFTRACE_CMD_UNSUBSCRIBE, 0, 0, NULL, 0 },
	{ "command-event", NFTRACE_CMD_RULE_NTF, 0, 0, NULL, 0 },
	{ "command-unknown", 77, 0, 0, NULL, 0 },
	{ "command-zero", 0, 0, 0, NULL, 0 },
};

int hostile_build(struct nl_out *out, const struct family *f, const char *kind)
{
	size_t i;

	/* An attribute that claims more bytes than the message has. */
	if (!strcmp(kind, "attr-overlong")) {
		struct nlattr a = { .nla_len = 200, .nla_type = NFTRACE_RULE_A_ID };

		family_begin(out, f, NFTRACE_CMD_RULE_GET, NLM_F_ACK);
		nl_push(out, &a, sizeof(a));
		return 1;
	}
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct kind *k = &kinds[i];

		if (strcmp(k->name, kind))
			continue;
		family_begin(out, f, k->cmd, NLM_F_ACK | k->flags);
		if (k->attr)
			nl_attr(out, k->attr, k->bytes, k->len);
		return 1;
	}
	return 0;
}
