// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * xtblob: puts an NFTRACE option block into a table that no plugin would write.
 *
 *   xtblob legacy [-6] TABLE KIND
 *       reads TABLE, spoils the block of its first NFTRACE rule, and replaces
 *       the table with that
 *   xtblob nft FAMILY TABLE CHAIN KIND [LABEL]
 *       adds a rule with nothing but such a target expression; FAMILY is ip,
 *       ip6, inet, arp or bridge
 *   xtblob churn FAMILY TABLE CHAIN TIMES
 *       adds such a rule and empties the chain, again and again, each a
 *       transaction
 *
 * KIND "good" spoils nothing: the proof that the rest of the request is right.
 * Prints "errno=NAME"; exit 0 taken, 1 refused, 2 usage or no such rule.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/x_tables.h>
#include <linux/netfilter/xt_NFTRACE.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "fault.h"
#include "nl.h"

#define GROWN 8 /* bytes that "size-long" adds */

static int known_kind = 1;

/* Spoils *info; a size other than 0 replaces the block's own. */
static size_t spoil(struct xt_nftrace_info *info, const char *kind)
{
	if (!strcmp(kind, "flags"))
		info->flags |= 1u << 31;
	else if (!strcmp(kind, "flags-next"))
		info->flags |= XT_NFTRACE_FLAGS_ALL + 1;
	else if (!strcmp(kind, "sample-zero"))
		info->sample = 0;
	else if (!strcmp(kind, "sample-huge"))
		info->sample = XT_NFTRACE_SAMPLE_MAX + 1;
	else if (!strcmp(kind, "rate-huge"))
		info->rate = XT_NFTRACE_RATE_MAX + 1;
	else if (!strcmp(kind, "burst-without-rate"))
		info->burst = 5;
	else if (!strcmp(kind, "label-unterminated"))
		memset(info->label, 'x', sizeof(info->label));
	else if (!strcmp(kind, "label-control"))
		memcpy(info->label, "a\001b", 4);
	else if (!strcmp(kind, "label-newline"))
		memcpy(info->label, "a\nb", 4);
	else if (!strcmp(kind, "label-escape"))
		memcpy(info->label, "\033[2J", 5);
	else if (!strcmp(kind, "label-quote"))
		memcpy(info->label, "a\"b", 4);
	else if (!strcmp(kind, "label-high"))
		memcpy(info->label, "a\303\251", 4);
	else if (!strcmp(kind, "label-garbage"))
		memcpy(info->label + 20, "tail", 4);
	else if (!strcmp(kind, "label-hole"))
		memcpy(info->label, "\0hidden", 7);
	else if (!strcmp(kind, "pad"))
		info->pad = 1;
	else if (!strcmp(kind, "id-foreign"))
		info->id = 0x12345678;
	else if (!strcmp(kind, "size-long"))
		return sizeof(*info) + GROWN;
	else if (!strcmp(kind, "size-short"))
		return 8;
	else if (strcmp(kind, "good"))
		known_kind = 0;
	return 0;
}

static int verdict(int err)
{
	printf("errno=%s\n", err ? strerrorname_np(err) : "0");
	return err ? 1 : 0;
}

static int unknown_kind(const char *kind)
{
	fprintf(stderr, "no such kind: %s\n", kind);
	return 2;
}

/* IPv4 and IPv6 entries differ in their first member's size alone. */
struct table {
	int fd, level;
	size_t ip_size;
	struct ipt_getinfo info;
	struct ipt_replace *replace; /* with room for GROWN bytes more */
};

static struct ipt_entry *entry_at(const struct table *t, size_t off)
{
	/* Shifted so that the members behind the address part are in place. */
	return (struct ipt_entry *)((char *)t->replace->entries + off + t->ip_size -
				    sizeof(struct ipt_ip));
}

static int read_table(struct table *t, const char *name)
{
	socklen_t len = sizeof(t->info);
	struct ipt_get_entries *got;

	strncpy(t->info.name, name, sizeof(t->info.name) - 1);
	if (getsockopt(t->fd, t->level, IPT_SO_GET_INFO, &t->info, &len))
		return errno;
	len = sizeof(*got) + t->info.size;
	got = calloc(1, len);
	strncpy(got->name, name, sizeof(got->name) - 1);
	got->size = t->info.size;
	if (getsockopt(t->fd, t->level, IPT_SO_GET_ENTRIES, got, &len))
		return errno;
	t->replace = calloc(1, sizeof(*t->replace) + t->info.size + GROWN);
	strncpy(t->replace->name, name, sizeof(t->replace->name) - 1);
	t->replace->valid_hooks = t->info.valid_hooks;
	t->replace->num_entries = t->info.num_entries;
	t->replace->size = t->info.size;
	memcpy(t->replace->hook_entry, t->info.hook_entry, sizeof(t->info.hook_entry));
	memcpy(t->replace->underflow, t->info.underflow, sizeof(t->info.underflow));
	t->replace->num_counters = t->info.num_entries;
	t->replace->counters = calloc(t->info.num_entries, sizeof(struct xt_counters));
	memcpy(t->replace->entries, got->entrytable, t->info.size);
	free(got);
	return 0;
}

/* Offset of the first entry whose target is NFTRACE; the table's size if none. */
static size_t find_rule(const struct table *t)
{
	size_t off = 0;

	while (off < t->info.size) {
		struct ipt_entry *e = entry_at(t, off);
		struct xt_entry_target *target =
			(void *)((char *)t->replace->entries + off + e->target_offset);

		if (!strcmp(target->u.user.name, "NFTRACE"))
			return off;
		off += e->next_offset;
	}
	return off;
}

/* Makes the entry's target GROWN bytes longer and moves what follows; tables
 * with jumps into what follows are not cared for.
 */
static void grow(struct table *t, size_t off)
{
	struct ipt_entry *e = entry_at(t, off);
	char *base = (char *)t->replace->entries;
	struct xt_entry_target *target = (void *)(base + off + e->target_offset);
	size_t end = off + e->next_offset;
	int i;

	memmove(base + end + GROWN, base + end, t->info.size - end);
	memset(base + end, 0, GROWN);
	target->u.target_size += GROWN;
	e->next_offset += GROWN;
	t->replace->size += GROWN;
	for (i = 0; i < NF_INET_NUMHOOKS; i++) {
		if (t->replace->hook_entry[i] > off)
			t->replace->hook_entry[i] += GROWN;
		if (t->replace->underflow[i] > off)
			t->replace->underflow[i] += GROWN;
	}
}

static int do_legacy(int v6, const char *name, const char *kind)
{
	struct table t = { .level = v6 ? IPPROTO_IPV6 : IPPROTO_IP,
			   .ip_size = v6 ? sizeof(struct ip6t_ip6) : sizeof(struct ipt_ip) };
	struct xt_entry_target *target;
	size_t off, size;
	int err;

	t.fd = socket(v6 ? AF_INET6 : AF_INET, SOCK_RAW, IPPROTO_RAW);
	err = t.fd < 0 ? errno : read_table(&t, name);
	if (err) {
		fprintf(stderr, "%s: %s\n", name, strerror(err));
		return 2;
	}
	off = find_rule(&t);
	if (off == t.info.size) {
		fprintf(stderr, "%s: no NFTRACE rule\n", name);
		return 2;
	}
	target = (void *)((char *)t.replace->entries + off + entry_at(&t, off)->target_offset);
	size = spoil((struct xt_nftrace_info *)target->data, kind);
	if (!known_kind || size == 8)
		return unknown_kind(kind);
	if (size)
		grow(&t, off);
	fault_arm();
	err = setsockopt(t.fd, t.level, IPT_SO_SET_REPLACE, t.replace,
			 sizeof(*t.replace) + t.replace->size) ? errno : 0;
	fault_disarm();
	return verdict(err);
}

static int family_of(const char *name)
{
	static const struct { const char *name; int number; } all[] = {
		{ "ip", NFPROTO_IPV4 }, { "ip6", NFPROTO_IPV6 }, { "inet", NFPROTO_INET },
		{ "arp", NFPROTO_ARP }, { "bridge", NFPROTO_BRIDGE },
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!strcmp(all[i].name, name))
			return all[i].number;
	return -1;
}

static void begin_nft(struct nl_out *out, int type, int flags, int family, uint32_t seq)
{
	int batch = type == NFNL_MSG_BATCH_BEGIN || type == NFNL_MSG_BATCH_END;
	struct nfgenmsg g = { .nfgen_family = family, .version = NFNETLINK_V0,
			      .res_id = batch ? htons(NFNL_SUBSYS_NFTABLES) : 0 };

	nl_begin(out, batch ? type : NFNL_SUBSYS_NFTABLES << 8 | type, flags, seq);
	nl_push(out, &g, sizeof(g));
}

static void put_target(struct nl_out *out, const void *block, size_t size)
{
	size_t list = nl_nest(out, NFTA_RULE_EXPRESSIONS);
	size_t elem = nl_nest(out, NFTA_LIST_ELEM);
	size_t bytes;

	nl_attr_str(out, NFTA_EXPR_NAME, "target");
	bytes = nl_nest(out, NFTA_EXPR_DATA);
	nl_attr_str(out, NFTA_TARGET_NAME, "NFTRACE");
	nl_attr_u32(out, NFTA_TARGET_REV, htonl(0));
	nl_attr(out, NFTA_TARGET_INFO, block, size);
	nl_nest_end(out, bytes);
	nl_nest_end(out, elem);
	nl_nest_end(out, list);
}

/* One transaction: a rule with this block, or without one an empty chain. Returns
 * the kernel's errno.
 */
static int change(int fd, int family, const char *table, const char *chain,
		  const void *block, size_t size)
{
	static struct nl_out out;
	struct nl_ack ack;

	nl_reset(&out);
	begin_nft(&out, NFNL_MSG_BATCH_BEGIN, 0, AF_UNSPEC, 1);
	begin_nft(&out, block ? NFT_MSG_NEWRULE : NFT_MSG_DELRULE,
		  NLM_F_ACK | (block ? NLM_F_CREATE | NLM_F_APPEND : 0), family, 2);
	nl_attr_str(&out, NFTA_RULE_TABLE, table);
	nl_attr_str(&out, NFTA_RULE_CHAIN, chain);
	if (block)
		put_target(&out, block, size);
	begin_nft(&out, NFNL_MSG_BATCH_END, 0, AF_UNSPEC, 3);
	fault_arm();
	nl_send(fd, &out);
	fault_disarm();
	nl_answer(fd, NULL, NULL, &ack, 60000);
	return ack.error;
}

static int do_nft(int family, const char *table, const char *chain, const char *kind,
		  const char *label)
{
	unsigned char block[sizeof(struct xt_nftrace_info) + GROWN] = { 0 };
	struct xt_nftrace_info *info = (void *)block;
	size_t size;

	info->sample = 1;
	strncpy(info->label, label, sizeof(info->label));
	size = spoil(info, kind);
	if (!known_kind)
		return unknown_kind(kind);
	return verdict(change(nl_open(NETLINK_NETFILTER), family, table, chain, block,
			      size ? size : sizeof(*info)));
}

static int do_churn(int family, const char *table, const char *chain, int times)
{
	struct xt_nftrace_info info = { .sample = 1 };
	int fd = nl_open(NETLINK_NETFILTER);
	int err = 0;

	while (times-- > 0 && !err) {
		err = change(fd, family, table, chain, &info, sizeof(info));
		if (!err)
			err = change(fd, family, table, chain, NULL, 0);
	}
	return verdict(err);
}

int main(int argc, char **argv)
{
	int v6 = argc > 2 && !strcmp(argv[2], "-6");

	if (argc == 4 + v6 && !strcmp(argv[1], "legacy"))
		return do_legacy(v6, argv[2 + v6], argv[3 + v6]);
	if ((argc == 6 || argc == 7) && !strcmp(argv[1], "nft") && family_of(argv[2]) >= 0)
		return do_nft(family_of(argv[2]), argv[3], argv[4], argv[5],
			      argc == 7 ? argv[6] : "");
	if (argc == 6 && !strcmp(argv[1], "churn") && family_of(argv[2]) >= 0)
		return do_churn(family_of(argv[2]), argv[3], argv[4], atoi(argv[5]));
	fprintf(stderr, "usage: xtblob legacy [-6] TABLE KIND\n"
			"       xtblob nft FAMILY TABLE CHAIN KIND [LABEL]\n"
			"       xtblob churn FAMILY TABLE CHAIN TIMES\n");
	return 2;
}
