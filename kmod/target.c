// SPDX-License-Identifier: GPL-2.0-only
/*
 * The xt target NFTRACE: legacy tables, iptables-nft, native nft tables.
 *
 * Owns:    the registrations, for IPv4, IPv6 and nft's inet tables. Not for
 *          any family, which would let arp and bridge tables in.
 * Runs in: nftr_target() wherever a table runs: legacy tables with BH off,
 *          nft with BH on and, on the way out, in preemptible process context.
 *          check and destroy in process context under the table's mutex or
 *          nft's, possibly for a namespace that is not current's.
 * Locks:   none of its own.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "target.h"
#include "book.h"
#include "flight.h"
#include "main.h"
#include "rule.h"

#include <linux/ctype.h>
#include <linux/module.h>
#include <linux/netfilter/x_tables.h>
#include <linux/netfilter/xt_NFTRACE.h>

static unsigned int nftr_target(struct sk_buff *skb, const struct xt_action_param *par)
{
	const struct xt_nftrace_info *info = par->targinfo;
	struct nftr_rule *rule = info->rule;
	struct nftr_book *book = rcu_dereference(rule->book);

	nftr_book_hit(book, skb->len);
	if (info->flags & XT_NFTRACE_COUNT_ONLY)
		return XT_CONTINUE;
	if (static_branch_unlikely(&nftr_taps_on))
		nftr_flight_hit_tapped(rule, book, skb, par->state);
	else
		nftr_flight_hit(rule, book, skb, par->state);
	return XT_CONTINUE;
}

/* Why a label is refused, or NULL. */
static const char *nftr_label_fault(const char *label)
{
	size_t length = strnlen(label, XT_NFTRACE_LABEL_SIZE);
	size_t i;

	if (length == XT_NFTRACE_LABEL_SIZE)
		return "label: not terminated";
	for (i = 0; i < length; i++)
		if (!isascii(label[i]) || !isprint(label[i]) ||
		    label[i] == '"' || label[i] == '\\')
			return "label: a character that is not printable ASCII, or \" or \\";
	if (memchr_inv(label + length, 0, XT_NFTRACE_LABEL_SIZE - length))
		return "label: bytes behind its end";
	return NULL;
}

/* Why an option block is refused, or NULL. */
static const char *nftr_option_fault(const struct xt_nftrace_info *info)
{
	if (info->flags & ~XT_NFTRACE_FLAGS_ALL)
		return "flags: a bit that this version does not know";
	if (!info->sample)
		return "sample: 0; 1 is every packet";
	if (info->sample > XT_NFTRACE_SAMPLE_MAX)
		return "sample: above 1000000000";
	if (info->rate > XT_NFTRACE_RATE_MAX)
		return "rate: above 1000000000";
	if (info->burst > XT_NFTRACE_RATE_MAX)
		return "burst: above 1000000000";
	if (info->burst && !info->rate)
		return "burst: without a rate";
	if (info->pad)
		return "pad: not 0";
	return nftr_label_fault(info->label);
}

static int nftr_target_check(const struct xt_tgchk_param *par)
{
	struct xt_nftrace_info *info = par->targinfo;
	const char *fault = nftr_option_fault(info);
	int err;

	info->rule = NULL;
	if (fault) {
		pr_info_ratelimited("refused a rule: %s\n", fault);
		return -EINVAL;
	}
	if (!nftr_net_allowed(par->net)) {
		pr_info_ratelimited("refused a rule: user namespaces are shut out (userns=0)\n");
		return -EPERM;
	}
	err = nftr_rule_bind(nftr_net(par->net), info, par->hook_mask);
	if (err == -EEXIST)
		pr_info_ratelimited("refused a rule: label \"%s\" is in use with other options\n",
				    info->label);
	else if (err == -ENOSPC)
		pr_info_ratelimited("refused a rule: the limit of %u rules is reached (max_rules)\n",
				    nftr_max_rules);
	return err;
}

static void nftr_target_destroy(const struct xt_tgdtor_param *par)
{
	const struct xt_nftrace_info *info = par->targinfo;

	nftr_rule_unbind(info->rule);
}

/* The five hooks of IP; not ingress, whose packets have no family yet. */
#define NFTR_HOOK_MASK ((1U << NF_INET_NUMHOOKS) - 1)

#define NFTR_TARGET(nfproto)						\
	{								\
		.name		= "NFTRACE",				\
		.revision	= 0,					\
		.family		= nfproto,				\
		.target		= nftr_target,				\
		.checkentry	= nftr_target_check,			\
		.destroy	= nftr_target_destroy,			\
		.hooks		= NFTR_HOOK_MASK,				\
		.targetsize	= sizeof(struct xt_nftrace_info),	\
		.usersize	= offsetof(struct xt_nftrace_info, rule), \
		.me		= THIS_MODULE,				\
	}

static struct xt_target nftr_targets[] __read_mostly = {
	NFTR_TARGET(NFPROTO_IPV4),
	NFTR_TARGET(NFPROTO_IPV6),
	NFTR_TARGET(NFPROTO_INET),
};

int nftr_target_init(void)
{
	return xt_register_targets(nftr_targets, ARRAY_SIZE(nftr_targets));
}

void nftr_target_exit(void)
{
	xt_unregister_targets(nftr_targets, ARRAY_SIZE(nftr_targets));
}

MODULE_ALIAS("ipt_NFTRACE");
MODULE_ALIAS("ip6t_NFTRACE");
