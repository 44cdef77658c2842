// SPDX-License-Identifier: GPL-2.0-only
/*
 * The family's commands for taps.
 *
 * Owns:    nothing; makes a checked wish of attributes.
 * Runs in: process context under genl's mutex, for the namespace of the socket.
 * Locks:   that namespace's lock where a rule is looked up.
 */
#include "genl.h"
#include "main.h"
#include "rule.h"
#include "tap.h"

#include <linux/filter.h>
#include <net/sock.h>

/* Not const: 6.1 has no const where policies point. */
static struct netlink_range_validation nftr_count_range = {
	.min = 1, .max = U64_MAX,
};

static struct netlink_range_validation nftr_sample_range = {
	.min = 1, .max = NFTRACE_SAMPLE_MAX,
};

static struct netlink_range_validation nftr_rate_range = {
	.min = 1, .max = NFTRACE_RATE_MAX,
};

const struct nla_policy nftr_tap_policy[NFTRACE_TAP_A_SNAPLEN + 1] = {
	[NFTRACE_TAP_A_UNSPEC]	= { .strict_start_type = NFTRACE_TAP_A_UNSPEC + 1 },
	[NFTRACE_TAP_A_FILTER]	= { .type = NLA_BINARY,
				    .len = NFTRACE_FILTER_MAX * sizeof(struct sock_filter) },
	[NFTRACE_TAP_A_RULE]	= { .type = NLA_U32 },
	[NFTRACE_TAP_A_LABEL]	= { .type = NLA_NUL_STRING, .len = XT_NFTRACE_LABEL_SIZE - 1 },
	[NFTRACE_TAP_A_ALL]	= { .type = NLA_FLAG },
	[NFTRACE_TAP_A_PARTS]	= NLA_POLICY_MASK(NLA_U32, NFTRACE_PART_HIT |
						  NFTRACE_PART_VERDICT |
						  NFTRACE_PART_FATE),
	[NFTRACE_TAP_A_DROPS]	= { .type = NLA_FLAG },
	[NFTRACE_TAP_A_SAMPLE]	= NLA_POLICY_FULL_RANGE(NLA_U32, &nftr_sample_range),
	[NFTRACE_TAP_A_RATE]	= NLA_POLICY_FULL_RANGE(NLA_U32, &nftr_rate_range),
	[NFTRACE_TAP_A_BURST]	= NLA_POLICY_FULL_RANGE(NLA_U32, &nftr_rate_range),
	[NFTRACE_TAP_A_COUNT]	= NLA_POLICY_FULL_RANGE(NLA_U64, &nftr_count_range),
	[NFTRACE_TAP_A_SNAPLEN]	= NLA_POLICY_RANGE(NLA_U32, 0, NFTRACE_SNAPLEN_MAX),
};

static u32 nftr_get_u32(const struct genl_info *info, int type, u32 otherwise)
{
	return info->attrs[type] ? nla_get_u32(info->attrs[type]) : otherwise;
}

static int nftr_wish_filter(struct nftr_wish *wish, struct nlattr *attr,
			    struct netlink_ext_ack *extack)
{
	struct sock_fprog_kern program = {
		.len = nla_len(attr) / sizeof(struct sock_filter),
		.filter = nla_data(attr),
	};
	int err;

	if (!program.len || nla_len(attr) % sizeof(struct sock_filter)) {
		NL_SET_ERR_MSG_ATTR(extack, attr, "the filter is not a row of whole instructions");
		return -EINVAL;
	}
	wish->work = program.len;
	err = bpf_prog_create(&wish->filter, &program);
	if (err && err != -ENOMEM)
		NL_SET_ERR_MSG_ATTR(extack, attr, "the kernel refuses this filter");
	return err;
}

static int nftr_wish_label(struct nftr_net *nnet, struct nftr_wish *wish, struct nlattr *attr,
			   struct netlink_ext_ack *extack)
{
	struct nftr_rule *rule = NULL;

	mutex_lock(&nnet->lock);
	if (nla_len(attr))
		rule = nftr_rule_by_label(nnet, nla_data(attr));
	if (rule)
		wish->rule = rule->id;
	mutex_unlock(&nnet->lock);
	if (rule)
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr, "no rule has this label in this network namespace");
	return -ENOENT;
}

static int nftr_wish_rule(struct nftr_net *nnet, struct nftr_wish *wish, struct nlattr *attr,
			  struct netlink_ext_ack *extack)
{
	bool there;

	wish->rule = nla_get_u32(attr);
	mutex_lock(&nnet->lock);
	there = nftr_rule_find(nnet, wish->rule);
	mutex_unlock(&nnet->lock);
	if (there)
		return 0;
	NL_SET_ERR_MSG_ATTR(extack, attr, "no such rule in this network namespace");
	return -ENOENT;
}

/* Which packets: exactly one of filter, rule, label, all. */
static int nftr_wish_packets(struct nftr_net *nnet, struct nftr_wish *wish,
			     struct genl_info *info)
{
	struct nlattr *filter = info->attrs[NFTRACE_TAP_A_FILTER];
	struct nlattr *rule = info->attrs[NFTRACE_TAP_A_RULE];
	struct nlattr *label = info->attrs[NFTRACE_TAP_A_LABEL];
	struct nlattr *all = info->attrs[NFTRACE_TAP_A_ALL];

	if (!!filter + !!rule + !!label + !!all != 1) {
		NL_SET_ERR_MSG(info->extack, "name one of: filter, rule, label, all");
		return -EINVAL;
	}
	wish->all = all;
	if (filter)
		return nftr_wish_filter(wish, filter, info->extack);
	if (rule)
		return nftr_wish_rule(nnet, wish, rule, info->extack);
	return label ? nftr_wish_label(nnet, wish, label, info->extack) : 0;
}

/* How many of them, and what of each. */
static int nftr_wish_limits(struct nftr_wish *wish, struct genl_info *info)
{
	wish->rate = nftr_get_u32(info, NFTRACE_TAP_A_RATE, 0);
	wish->burst = nftr_get_u32(info, NFTRACE_TAP_A_BURST, 0);
	wish->parts = nftr_get_u32(info, NFTRACE_TAP_A_PARTS, NFTRACE_PART_VERDICT);
	wish->drops = info->attrs[NFTRACE_TAP_A_DROPS];
	wish->sample = nftr_get_u32(info, NFTRACE_TAP_A_SAMPLE, 1);
	wish->snaplen = nftr_get_u32(info, NFTRACE_TAP_A_SNAPLEN, 0);
	if (info->attrs[NFTRACE_TAP_A_COUNT])
		wish->count = nla_get_u64(info->attrs[NFTRACE_TAP_A_COUNT]);
	if (!wish->parts) {
		NL_SET_ERR_MSG(info->extack, "parts: nothing to tell");
		return -EINVAL;
	}
	if (wish->drops && (wish->parts & NFTRACE_PART_HIT)) {
		NL_SET_ERR_MSG(info->extack, "drops: a hit is told before its verdict is known");
		return -EINVAL;
	}
	if (!wish->rate && info->attrs[NFTRACE_TAP_A_BURST]) {
		NL_SET_ERR_MSG(info->extack, "burst: without a rate");
		return -EINVAL;
	}
	return 0;
}

int nftr_tap_open_cmd(struct sk_buff *skb, struct genl_info *info)
{
	struct nftr_net *nnet = nftr_net(genl_info_net(info));
	struct nftr_wish wish = {};
	struct nftr_tap *tap;
	int err;

	err = nftr_genl_allowed(genl_info_net(info), info->extack);
	if (!err)
		err = nftr_wish_limits(&wish, info);
	if (!err)
		err = nftr_wish_packets(nnet, &wish, info);
	if (err)
		return err;
	tap = nftr_tap_open(nnet, info->snd_portid, &wish);
	if (!IS_ERR(tap))
		return 0;
	err = PTR_ERR(tap);
	if (err == -EBUSY)
		NL_SET_ERR_MSG(info->extack, "this socket has a tap already");
	else if (err == -ENOSPC)
		NL_SET_ERR_MSG(info->extack, "32 taps are open in this network namespace");
	if (wish.filter)
		bpf_prog_destroy(wish.filter);
	return err;
}

static int nftr_put_tap(struct sk_buff *msg, struct nftr_tap *tap)
{
	struct nftr_outbox_counts out;
	struct nftr_tap_sum sum;

	nftr_outbox_flush(&tap->outbox);
	nftr_tap_count(tap, &sum);
	nftr_outbox_count(&tap->outbox, &out);
	if (nla_put_u64_64bit(msg, NFTRACE_TAP_A_SEEN, sum.seen, NFTRACE_TAP_A_PAD) ||
	    nla_put_u64_64bit(msg, NFTRACE_TAP_A_SKIPPED, sum.skipped, NFTRACE_TAP_A_PAD) ||
	    nla_put_u64_64bit(msg, NFTRACE_TAP_A_CROWDED, sum.crowded, NFTRACE_TAP_A_PAD) ||
	    nla_put_u64_64bit(msg, NFTRACE_TAP_A_RECORDS, out.records, NFTRACE_TAP_A_PAD) ||
	    nla_put_u64_64bit(msg, NFTRACE_TAP_A_LOST, out.lost, NFTRACE_TAP_A_PAD) ||
	    nla_put_u64_64bit(msg, NFTRACE_TAP_A_SENT, out.sent, NFTRACE_TAP_A_PAD) ||
	    nla_put_u64_64bit(msg, NFTRACE_TAP_A_THINNED, sum.thinned, NFTRACE_TAP_A_PAD) ||
	    nla_put_u64_64bit(msg, NFTRACE_TAP_A_PAUSED, out.paused, NFTRACE_TAP_A_PAD) ||
	    (tap->wish.count && atomic64_read(&tap->left) <= 0 &&
	     nla_put_flag(msg, NFTRACE_TAP_A_DONE)))
		return -EMSGSIZE;
	return 0;
}

int nftr_tap_get_cmd(struct sk_buff *skb, struct genl_info *info)
{
	struct nftr_net *nnet = nftr_net(genl_info_net(info));
	struct nftr_tap *tap;
	struct sk_buff *msg;
	void *head;
	int err = -ENOENT;

	msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!msg)
		return -ENOMEM;
	head = genlmsg_put_reply(msg, info, &nftr_family, 0, NFTRACE_CMD_TAP_GET);
	/* The socket that asks is open, and with it its tap; a close command
	 * waits for genl's mutex.
	 */
	rcu_read_lock();
	tap = nftr_tap_of(nnet, info->snd_portid);
	rcu_read_unlock();
	if (tap)
		err = head ? nftr_put_tap(msg, tap) : -EMSGSIZE;
	else
		NL_SET_ERR_MSG(info->extack, "this socket has no tap");
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	genlmsg_end(msg, head);
	return genlmsg_reply(msg, info);
}

int nftr_tap_close_cmd(struct sk_buff *skb, struct genl_info *info)
{
	int err = nftr_tap_close(nftr_net(genl_info_net(info)), info->snd_portid);

	if (err)
		NL_SET_ERR_MSG(info->extack, "this socket has no tap");
	return err;
}
