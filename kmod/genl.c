// SPDX-License-Identifier: GPL-2.0-only
/*
 * The generic netlink family "nftrace": commands and their policies.
 *
 * Owns:    the family's registration.
 * Runs in: process context under genl's mutex, for the namespace of the socket.
 * Locks:   that namespace's lock around rules.
 */
#include "genl.h"
#include "book.h"
#include "flight.h"
#include "main.h"
#include "notify.h"
#include "rule.h"
#include "sweep.h"
#include "tap.h"

#include <linux/module.h>
#include <linux/nftrace.h>
#include <net/sock.h>

/* For commands without attributes: without a policy anything would pass. */
static const struct nla_policy nftr_no_policy[] = {
	[0] = { .strict_start_type = 1 },
	[1] = { .type = NLA_REJECT },
};

static const struct nla_policy nftr_rule_policy[NFTRACE_RULE_A_ALL + 1] = {
	[NFTRACE_RULE_A_UNSPEC]	= { .strict_start_type = NFTRACE_RULE_A_UNSPEC + 1 },
	[NFTRACE_RULE_A_ID]	= { .type = NLA_U32 },
	[NFTRACE_RULE_A_LABEL]	= { .type = NLA_NUL_STRING, .len = XT_NFTRACE_LABEL_SIZE - 1 },
	[NFTRACE_RULE_A_ALL]	= { .type = NLA_FLAG },
};

/* Not const: 6.1 has no const where policies point. */
static struct netlink_range_validation nftr_interval_range = {
	.min = NFTRACE_INTERVAL_MIN,
	.max = NFTRACE_INTERVAL_MAX,
};

static const struct nla_policy nftr_sub_policy[NFTRACE_SUB_A_MAX + 1] = {
	[NFTRACE_SUB_A_UNSPEC]	 = { .strict_start_type = NFTRACE_SUB_A_UNSPEC + 1 },
	[NFTRACE_SUB_A_INTERVAL] = NLA_POLICY_FULL_RANGE(NLA_U32, &nftr_interval_range),
};

int nftr_genl_allowed(struct net *net, struct netlink_ext_ack *extack)
{
	if (nftr_net_allowed(net))
		return 0;
	NL_SET_ERR_MSG(extack, "user namespaces are shut out (module parameter userns=0)");
	return -EPERM;
}

static int nftr_put_info(struct sk_buff *msg, struct nftr_net *nnet)
{
	u64 features = NFTRACE_FEATURE_COUNT | NFTRACE_FEATURE_VERDICTS |
		       NFTRACE_FEATURE_PLACES | NFTRACE_FEATURE_TAPS |
		       NFTRACE_FEATURE_GROUP | NFTRACE_FEATURE_FATES;

	if (nla_put_string(msg, NFTRACE_INFO_A_VERSION, NFTRACE_VERSION) ||
	    nla_put_u64_64bit(msg, NFTRACE_INFO_A_FEATURES, features, NFTRACE_INFO_A_PAD) ||
	    nla_put_u32(msg, NFTRACE_INFO_A_RULES, nnet->rules) ||
	    nla_put_u32(msg, NFTRACE_INFO_A_RULES_MAX, nftr_max_rules) ||
	    nla_put_u32(msg, NFTRACE_INFO_A_GENERATION, nnet->generation) ||
	    nla_put_u32(msg, NFTRACE_INFO_A_INTERVAL, nftr_notify_interval(nnet)) ||
	    nla_put_u32(msg, NFTRACE_INFO_A_FLIGHTS, nftr_flights_open(nnet)) ||
	    nla_put_u32(msg, NFTRACE_INFO_A_FLIGHTS_MAX, nftr_flights) ||
	    nla_put_u32(msg, NFTRACE_INFO_A_FLIGHTS_QUOTA, nftr_flight_quota) ||
	    nla_put_u32(msg, NFTRACE_INFO_A_INFO_SIZE, sizeof(struct xt_nftrace_info)) ||
	    nla_put_u32(msg, NFTRACE_INFO_A_TAPS, nftr_taps_open(nnet)))
		return -EMSGSIZE;
	return 0;
}

static int nftr_info_get(struct sk_buff *skb, struct genl_info *info)
{
	struct nftr_net *nnet = nftr_net(genl_info_net(info));
	struct sk_buff *msg;
	void *head;
	int err;

	err = nftr_genl_allowed(genl_info_net(info), info->extack);
	if (err)
		return err;
	msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!msg)
		return -ENOMEM;
	head = genlmsg_put_reply(msg, info, &nftr_family, 0, NFTRACE_CMD_INFO_GET);
	if (!head)
		goto too_long;
	mutex_lock(&nnet->lock);
	err = nftr_put_info(msg, nnet);
	mutex_unlock(&nnet->lock);
	if (err)
		goto too_long;
	genlmsg_end(msg, head);
	return genlmsg_reply(msg, info);

too_long:
	nlmsg_free(msg);
	return -EMSGSIZE;
}

/* The one rule that a request names. Context: process, nnet->lock held. */
static struct nftr_rule *nftr_rule_asked(struct nftr_net *nnet, struct genl_info *info)
{
	struct nlattr *id = info->attrs[NFTRACE_RULE_A_ID];
	struct nlattr *label = info->attrs[NFTRACE_RULE_A_LABEL];
	struct nftr_rule *rule;

	if (!id == !label) {
		NL_SET_ERR_MSG(info->extack, "name one rule: by its id or by its label");
		return ERR_PTR(-EINVAL);
	}
	if (label && !nla_len(label)) {
		NL_SET_ERR_MSG_ATTR(info->extack, label, "the label is empty");
		return ERR_PTR(-EINVAL);
	}
	rule = id ? nftr_rule_find(nnet, nla_get_u32(id)) :
		    nftr_rule_by_label(nnet, nla_data(label));
	if (!rule) {
		NL_SET_ERR_MSG_ATTR(info->extack, id ?: label,
				    "no such rule in this network namespace");
		return ERR_PTR(-ENOENT);
	}
	return rule;
}

static int nftr_rule_get_locked(struct sk_buff *msg, struct genl_info *info,
				const struct nftr_census *census)
{
	struct nftr_net *nnet = nftr_net(genl_info_net(info));
	struct nftr_rule *rule = nftr_rule_asked(nnet, info);
	void *head;
	int err;

	if (IS_ERR(rule))
		return PTR_ERR(rule);
	head = genlmsg_put_reply(msg, info, &nftr_family, 0, NFTRACE_CMD_RULE_GET);
	if (!head)
		return -EMSGSIZE;
	err = nftr_put_rule(msg, rule, census);
	if (err)
		return err;
	genlmsg_end(msg, head);
	return 0;
}

static int nftr_rule_get(struct sk_buff *skb, struct genl_info *info)
{
	struct nftr_net *nnet = nftr_net(genl_info_net(info));
	struct nftr_census census;
	struct sk_buff *msg;
	int err;

	err = nftr_genl_allowed(genl_info_net(info), info->extack);
	if (err)
		return err;
	err = nftr_census_take(nnet, &census);
	if (err)
		return err;
	msg = genlmsg_new(NFTR_RULE_MSG_SIZE, GFP_KERNEL);
	if (!msg) {
		err = -ENOMEM;
		goto undo_census;
	}
	mutex_lock(&nnet->lock);
	err = nftr_rule_get_locked(msg, info, &census);
	mutex_unlock(&nnet->lock);
	if (err)
		nlmsg_free(msg);
	else
		err = genlmsg_reply(msg, info);
undo_census:
	nftr_census_free(&census);
	return err;
}

static int nftr_dump_one(struct sk_buff *msg, struct netlink_callback *cb,
			 struct nftr_rule *rule, const struct nftr_census *census)
{
	void *head = genlmsg_put(msg, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
				 &nftr_family, NLM_F_MULTI, NFTRACE_CMD_RULE_GET);
	int err;

	if (!head)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, head);
	err = nftr_put_rule(msg, rule, census);
	if (err) {
		genlmsg_cancel(msg, head);
		return err;
	}
	genlmsg_end(msg, head);
	return 0;
}

static int nftr_rule_dump_start(struct netlink_callback *cb)
{
	cb->min_dump_alloc = NFTR_RULE_MSG_SIZE;
	return 0;
}

/* cb->args[0]: the slot to go on with. */
static int nftr_rule_dump(struct sk_buff *msg, struct netlink_callback *cb)
{
	struct net *net = sock_net(msg->sk);
	struct nftr_net *nnet = nftr_net(net);
	unsigned int slot = cb->args[0];
	struct nftr_census census;
	struct nftr_rule *rule;
	int err;

	err = nftr_genl_allowed(net, cb->extack);
	if (err)
		return err;
	err = nftr_census_take(nnet, &census);
	if (err)
		return err;
	mutex_lock(&nnet->lock);
	cb->seq = nnet->generation + 1;
	while ((rule = nftr_rule_next(nnet, &slot))) {
		err = nftr_dump_one(msg, cb, rule, &census);
		if (err)
			break;
		cb->args[0] = slot;
	}
	mutex_unlock(&nnet->lock);
	nftr_census_free(&census);
	/* Full is how a part of a dump ends, unless nothing went in at all. */
	if (err == -EMSGSIZE && msg->len)
		err = 0;
	return err ? err : msg->len;
}

static int nftr_reset_all(struct nftr_net *nnet)
{
	struct nftr_rule *rule;
	unsigned int slot = 0;
	int err;

	while ((rule = nftr_rule_next(nnet, &slot))) {
		err = nftr_rule_reset(rule);
		if (err)
			return err;
	}
	return 0;
}

static int nftr_reset_locked(struct nftr_net *nnet, struct genl_info *info)
{
	struct nftr_rule *rule;

	if (info->attrs[NFTRACE_RULE_A_ALL]) {
		if (info->attrs[NFTRACE_RULE_A_ID] || info->attrs[NFTRACE_RULE_A_LABEL]) {
			NL_SET_ERR_MSG(info->extack, "all rules, or one: not both");
			return -EINVAL;
		}
		return nftr_reset_all(nnet);
	}
	rule = nftr_rule_asked(nnet, info);
	return IS_ERR(rule) ? PTR_ERR(rule) : nftr_rule_reset(rule);
}

static int nftr_rule_reset_cmd(struct sk_buff *skb, struct genl_info *info)
{
	struct nftr_net *nnet = nftr_net(genl_info_net(info));
	int err;

	err = nftr_genl_allowed(genl_info_net(info), info->extack);
	if (err)
		return err;
	mutex_lock(&nnet->lock);
	err = nftr_reset_locked(nnet, info);
	mutex_unlock(&nnet->lock);
	return err;
}

static int nftr_subscribe(struct sk_buff *skb, struct genl_info *info)
{
	struct nlattr *interval = info->attrs[NFTRACE_SUB_A_INTERVAL];
	int err;

	err = nftr_genl_allowed(genl_info_net(info), info->extack);
	if (err)
		return err;
	if (!interval) {
		NL_SET_ERR_MSG(info->extack, "an interval is needed, in milliseconds");
		return -EINVAL;
	}
	err = nftr_notify_subscribe(nftr_net(genl_info_net(info)), info->snd_portid,
				    nla_get_u32(interval));
	if (err == -ENOSPC)
		NL_SET_ERR_MSG(info->extack, "too many subscriptions in this network namespace");
	return err;
}

static int nftr_unsubscribe(struct sk_buff *skb, struct genl_info *info)
{
	if (nftr_notify_unsubscribe(nftr_net(genl_info_net(info)), info->snd_portid))
		return 0;
	NL_SET_ERR_MSG(info->extack, "this socket has no subscription");
	return -ENOENT;
}

static const struct genl_ops nftr_ops[] = {
	{
		.cmd	= NFTRACE_CMD_INFO_GET,
		.flags	= GENL_UNS_ADMIN_PERM,
		.doit	= nftr_info_get,
		.policy	= nftr_no_policy,
		.maxattr = ARRAY_SIZE(nftr_no_policy) - 1,
	}, {
		.cmd	= NFTRACE_CMD_RULE_GET,
		.flags	= GENL_UNS_ADMIN_PERM,
		.doit	= nftr_rule_get,
		.start	= nftr_rule_dump_start,
		.dumpit	= nftr_rule_dump,
		.policy	= nftr_rule_policy,
		.maxattr = ARRAY_SIZE(nftr_rule_policy) - 1,
	}, {
		.cmd	= NFTRACE_CMD_RULE_RESET,
		.flags	= GENL_UNS_ADMIN_PERM,
		.doit	= nftr_rule_reset_cmd,
		.policy	= nftr_rule_policy,
		.maxattr = ARRAY_SIZE(nftr_rule_policy) - 1,
	}, {
		.cmd	= NFTRACE_CMD_SUBSCRIBE,
		.flags	= GENL_UNS_ADMIN_PERM,
		.doit	= nftr_subscribe,
		.policy	= nftr_sub_policy,
		.maxattr = NFTRACE_SUB_A_MAX,
	}, {
		.cmd	= NFTRACE_CMD_UNSUBSCRIBE,
		.flags	= GENL_UNS_ADMIN_PERM,
		.doit	= nftr_unsubscribe,
		.policy	= nftr_no_policy,
		.maxattr = ARRAY_SIZE(nftr_no_policy) - 1,
	}, {
		.cmd	= NFTRACE_CMD_TAP_OPEN,
		.flags	= GENL_UNS_ADMIN_PERM,
		.doit	= nftr_tap_open_cmd,
		.policy	= nftr_tap_policy,
		.maxattr = NFTRACE_TAP_A_SNAPLEN,
	}, {
		.cmd	= NFTRACE_CMD_TAP_GET,
		.flags	= GENL_UNS_ADMIN_PERM,
		.doit	= nftr_tap_get_cmd,
		.policy	= nftr_no_policy,
		.maxattr = ARRAY_SIZE(nftr_no_policy) - 1,
	}, {
		.cmd	= NFTRACE_CMD_TAP_CLOSE,
		.flags	= GENL_UNS_ADMIN_PERM,
		.doit	= nftr_tap_close_cmd,
		.policy	= nftr_no_policy,
		.maxattr = ARRAY_SIZE(nftr_no_policy) - 1,
	},
};

static const struct genl_multicast_group nftr_groups[] = {
	[NFTR_GROUP_RULES] = {
		.name	= NFTRACE_MCGRP_RULES,
		.flags	= GENL_MCAST_CAP_NET_ADMIN,
	},
	[NFTR_GROUP_EVENTS] = {
		.name	= NFTRACE_MCGRP_EVENTS,
		.flags	= GENL_MCAST_CAP_NET_ADMIN,
	},
};

struct genl_family nftr_family __ro_after_init = {
	.name		= NFTRACE_GENL_NAME,
	.version	= NFTRACE_GENL_VERSION,
	.netnsok	= true,
	.module		= THIS_MODULE,
	.ops		= nftr_ops,
	.n_ops		= ARRAY_SIZE(nftr_ops),
	.resv_start_op	= __NFTRACE_CMD_MAX,
	.mcgrps		= nftr_groups,
	.n_mcgrps	= ARRAY_SIZE(nftr_groups),
};

int nftr_genl_init(void)
{
	return genl_register_family(&nftr_family);
}

void nftr_genl_exit(void)
{
	genl_unregister_family(&nftr_family);
}

MODULE_ALIAS_GENL_FAMILY(NFTRACE_GENL_NAME);
