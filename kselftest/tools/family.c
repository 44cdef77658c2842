// SPDX-License-Identifier: GPL-2.0-or-later
/* The generic netlink family as the test tools need it; see family.h. */
#include "family.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif

struct name {
	int attr;
	const char *name;
};

static const struct name rule_names[] = {
	{ NFTRACE_RULE_A_ID, "id" },
	{ NFTRACE_RULE_A_LABEL, "label" },
	{ NFTRACE_RULE_A_FLAGS, "flags" },
	{ NFTRACE_RULE_A_SAMPLE, "sample" },
	{ NFTRACE_RULE_A_RATE, "rate" },
	{ NFTRACE_RULE_A_BURST, "burst" },
	{ NFTRACE_RULE_A_REFS, "refs" },
	{ NFTRACE_RULE_A_HITS, "hits" },
	{ NFTRACE_RULE_A_BYTES, "bytes" },
	{ NFTRACE_RULE_A_AGE, "age" },
	{ NFTRACE_RULE_A_ACCEPT, "accept" },
	{ NFTRACE_RULE_A_DROP, "drop" },
	{ NFTRACE_RULE_A_STOLEN, "stolen" },
	{ NFTRACE_RULE_A_LOST, "lost" },
	{ NFTRACE_RULE_A_UNTRACKED, "untracked" },
	{ NFTRACE_RULE_A_COUNT_ONLY, "count_only" },
	{ NFTRACE_RULE_A_OPEN, "open" },
	{ NFTRACE_RULE_A_QUEUED, "queued" },
	{ NFTRACE_RULE_A_AFTER, "after" },
	{ NFTRACE_RULE_A_GENERATION, "generation" },
};

static const struct name info_names[] = {
	{ NFTRACE_INFO_A_FEATURES, "features" },
	{ NFTRACE_INFO_A_RULES, "rules" },
	{ NFTRACE_INFO_A_RULES_MAX, "rules_max" },
	{ NFTRACE_INFO_A_GENERATION, "generation" },
	{ NFTRACE_INFO_A_INTERVAL, "interval" },
	{ NFTRACE_INFO_A_FLIGHTS, "flights" },
	{ NFTRACE_INFO_A_FLIGHTS_MAX, "flights_max" },
	{ NFTRACE_INFO_A_FLIGHTS_QUOTA, "flights_quota" },
	{ NFTRACE_INFO_A_INFO_SIZE, "info_size" },
	{ NFTRACE_INFO_A_TAPS, "taps" },
};

static const struct name hook_names[] = {
	{ NFTRACE_HOOK_A_ACCEPT, "accept" },
	{ NFTRACE_HOOK_A_DROP, "drop" },
	{ NFTRACE_HOOK_A_STOLEN, "stolen" },
	{ NFTRACE_HOOK_A_LOST, "lost" },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int take_family(const struct nlmsghdr *h, void *arg)
{
	struct family *f = arg;
	const struct nlattr *a, *groups;
	const char *at;
	size_t len, left;
	const void *attrs = family_attrs(h, &len);

	a = nl_find(attrs, len, CTRL_ATTR_FAMILY_ID);
	if (a)
		f->id = nl_number(a);
	groups = nl_find(attrs, len, CTRL_ATTR_MCAST_GROUPS);
	if (!groups)
		return 0;
	at = nl_bytes(groups);
	left = nl_len(groups);
	while (left >= sizeof(struct nlattr)) {
		const struct nlattr *one = (const void *)at;
		const struct nlattr *name = nl_find(nl_bytes(one), nl_len(one),
						    CTRL_ATTR_MCAST_GRP_NAME);
		const struct nlattr *id = nl_find(nl_bytes(one), nl_len(one),
						  CTRL_ATTR_MCAST_GRP_ID);

		if (name && id && !strcmp(nl_bytes(name), NFTRACE_MCGRP_RULES))
			f->group = nl_number(id);
		if (name && id && !strcmp(nl_bytes(name), NFTRACE_MCGRP_EVENTS))
			f->events = nl_number(id);
		if (NLA_ALIGN(one->nla_len) >= left)
			break;
		at += NLA_ALIGN(one->nla_len);
		left -= NLA_ALIGN(one->nla_len);
	}
	return 0;
}

int family_open(struct family *f)
{
	static struct nl_out out;
	struct nl_ack ack;

	*f = (struct family){ .fd = nl_open(NETLINK_GENERIC), .id = GENL_ID_CTRL };
	nl_reset(&out);
	family_begin(&out, f, CTRL_CMD_GETFAMILY, NLM_F_ACK);
	nl_attr_str(&out, CTRL_ATTR_FAMILY_NAME, NFTRACE_GENL_NAME);
	nl_send(f->fd, &out);
	nl_answer(f->fd, take_family, f, &ack, 60000);
	return ack.error;
}

void family_begin(struct nl_out *out, const struct family *f, int cmd, int flags)
{
	struct genlmsghdr g = { .cmd = cmd, .version = NFTRACE_GENL_VERSION };
	static uint32_t seq;

	nl_begin(out, f->id, flags, ++seq);
	nl_push(out, &g, sizeof(g));
}

int family_join(const struct family *f)
{
	if (!f->group)
		return ENOENT;
	if (!setsockopt(f->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &f->group, sizeof(f->group)))
		return 0;
	return errno;
}

const void *family_attrs(const struct nlmsghdr *h, size_t *len)
{
	*len = NLMSG_PAYLOAD(h, GENL_HDRLEN);
	return (const char *)NLMSG_DATA(h) + GENL_HDRLEN;
}

const struct nftrace_record *next_record(const struct nlattr *records, size_t *at)
{
	const struct nftrace_record *record;

	if (!records || *at >= nl_len(records))
		return NULL;
	record = (const void *)((const char *)nl_bytes(records) + *at);
	*at += record->size;
	return record;
}

int rule_attr_of(const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(rule_names); i++)
		if (!strcmp(rule_names[i].name, name))
			return rule_names[i].attr;
	return 0;
}

static const char *text_of(const struct nlattr *a)
{
	return a ? nl_bytes(a) : "";
}

void print_rule(const struct nlmsghdr *h, int with_seq)
{
	size_t i, len;
	const void *attrs = family_attrs(h, &len);

	if (with_seq)
		printf("seq=%u ", h->nlmsg_seq);
	for (i = 0; i < COUNT(rule_names); i++) {
		const struct nlattr *a = nl_find(attrs, len, rule_names[i].attr);

		if (a && rule_names[i].attr != NFTRACE_RULE_A_LABEL)
			printf("%s=%llu ", rule_names[i].name, (unsigned long long)nl_number(a));
	}
	printf("label=%s\n", text_of(nl_find(attrs, len, NFTRACE_RULE_A_LABEL)));
}

void print_info(const struct nlmsghdr *h, const char *field)
{
	size_t i, len;
	const void *attrs = family_attrs(h, &len);

	if (!field)
		printf("version %s\n", text_of(nl_find(attrs, len, NFTRACE_INFO_A_VERSION)));
	for (i = 0; i < COUNT(info_names); i++) {
		const struct nlattr *a = nl_find(attrs, len, info_names[i].attr);
		unsigned long long value = a ? nl_number(a) : 0;

		if (field && !strcmp(field, info_names[i].name))
			printf("%llu\n", value);
		else if (!field && a)
			printf("%s %llu\n", info_names[i].name, value);
	}
}

/* The next attribute of that type behind *at, which is moved on; NULL at the end. */
static const struct nlattr *next_of(const char **at, size_t *left, int type)
{
	const struct nlattr *a = nl_find(*at, *left, type);
	size_t used;

	if (!a)
		return NULL;
	used = (const char *)a + NLA_ALIGN(a->nla_len) - *at;
	*at += used < *left ? used : *left;
	*left -= used < *left ? used : *left;
	return a;
}

static uint64_t hook_number(const struct nlattr *hook, int attr)
{
	const struct nlattr *a = nl_find(nl_bytes(hook), nl_len(hook), attr);

	return a ? nl_number(a) : 0;
}

static void print_place(const struct nlattr *place)
{
	static const char *const kinds[] = { "drop", "stolen", "after" };
	const void *in = nl_bytes(place);
	size_t len = nl_len(place);
	uint64_t kind = hook_number(place, NFTRACE_PLACE_A_KIND);
	const struct nlattr *reason = nl_find(in, len, NFTRACE_PLACE_A_REASON);

	printf("place %s count %llu", kind < COUNT(kinds) ? kinds[kind] : "?",
	       (unsigned long long)hook_number(place, NFTRACE_PLACE_A_COUNT));
	if (reason)
		printf(" reason %llu %s", (unsigned long long)nl_number(reason),
		       text_of(nl_find(in, len, NFTRACE_PLACE_A_REASON_NAME)));
	printf(" at %s\n", text_of(nl_find(in, len, NFTRACE_PLACE_A_SYMBOL)));
}

void print_rule_long(const struct nlmsghdr *h)
{
	size_t i, len, left;
	const void *attrs = family_attrs(h, &len);
	const struct nlattr *a;
	const char *at = attrs;

	for (i = 0; i < COUNT(rule_names); i++) {
		a = nl_find(attrs, len, rule_names[i].attr);
		if (a && rule_names[i].attr == NFTRACE_RULE_A_LABEL)
			printf("label %s\n", text_of(a));
		else if (a)
			printf("%s %llu\n", rule_names[i].name, (unsigned long long)nl_number(a));
	}
	for (left = len; (a = next_of(&at, &left, NFTRACE_RULE_A_HOOK));) {
		printf("hook %llu", (unsigned long long)hook_number(a, NFTRACE_HOOK_A_NUM));
		for (i = 0; i < COUNT(hook_names); i++)
			printf(" %s %llu", hook_names[i].name,
			       (unsigned long long)hook_number(a, hook_names[i].attr));
		printf("\n");
	}
	for (at = attrs, left = len; (a = next_of(&at, &left, NFTRACE_RULE_A_PLACE));)
		print_place(a);
}

uint64_t rule_number(const struct nlmsghdr *h, const char *field)
{
	size_t i, len, left;
	const void *attrs = family_attrs(h, &len);
	const struct nlattr *a;
	const char *at = attrs, *dot;

	if (strncmp(field, "hook.", 5)) {
		a = nl_find(attrs, len, rule_attr_of(field));
		return a ? nl_number(a) : 0;
	}
	dot = strchr(field + 5, '.');
	for (left = len; dot && (a = next_of(&at, &left, NFTRACE_RULE_A_HOOK));) {
		if (hook_number(a, NFTRACE_HOOK_A_NUM) != strtoul(field + 5, NULL, 10))
			continue;
		for (i = 0; i < COUNT(hook_names); i++)
			if (!strcmp(hook_names[i].name, dot + 1))
				return hook_number(a, hook_names[i].attr);
	}
	return 0;
}
