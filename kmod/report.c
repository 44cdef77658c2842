// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reports: one rule's books as netlink attributes.
 *
 * Owns:    nothing.
 * Runs in: process context, the namespace's lock held.
 */
#include "book.h"
#include "fate.h"
#include "genl.h"
#include "main.h"
#include "rule.h"
#include "sweep.h"

#include <linux/jiffies.h>
#include <linux/kallsyms.h>
#include <linux/slab.h>

static int nftr_put_u64(struct sk_buff *msg, int type, u64 value)
{
	return nla_put_u64_64bit(msg, type, value, NFTRACE_RULE_A_PAD);
}

static int nftr_put_hook(struct sk_buff *msg, unsigned int hook, const u64 *verdict)
{
	struct nlattr *nest = nla_nest_start(msg, NFTRACE_RULE_A_HOOK);

	if (!nest)
		return -EMSGSIZE;
	if (nla_put_u8(msg, NFTRACE_HOOK_A_NUM, hook) ||
	    nla_put_u64_64bit(msg, NFTRACE_HOOK_A_ACCEPT, verdict[NFTR_ACCEPT],
			      NFTRACE_HOOK_A_PAD) ||
	    nla_put_u64_64bit(msg, NFTRACE_HOOK_A_DROP, verdict[NFTR_DROP], NFTRACE_HOOK_A_PAD) ||
	    nla_put_u64_64bit(msg, NFTRACE_HOOK_A_STOLEN, verdict[NFTR_STOLEN],
			      NFTRACE_HOOK_A_PAD) ||
	    nla_put_u64_64bit(msg, NFTRACE_HOOK_A_LOST, verdict[NFTR_LOST], NFTRACE_HOOK_A_PAD))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int nftr_put_hooks(struct sk_buff *msg, const struct nftr_counts *counts)
{
	unsigned int hook;

	for (hook = 0; hook < NFTR_HOOKS; hook++) {
		const u64 *verdict = counts->verdict[hook];

		if (!verdict[NFTR_ACCEPT] && !verdict[NFTR_DROP] && !verdict[NFTR_STOLEN] &&
		    !verdict[NFTR_LOST])
			continue;
		if (nftr_put_hook(msg, hook, verdict))
			return -EMSGSIZE;
	}
	return 0;
}

/* Reason and symbol; no address leaves the kernel. */
static int nftr_put_location(struct sk_buff *msg, const struct nftr_place *place)
{
	char symbol[KSYM_SYMBOL_LEN];
	const char *name;
	int err = 0;

	if (place->reason != NFTR_NO_REASON) {
		rcu_read_lock();
		name = nftr_reason_name(place->reason);
		err = nla_put_u32(msg, NFTRACE_PLACE_A_REASON, place->reason) ||
		      (name && nla_put_string(msg, NFTRACE_PLACE_A_REASON_NAME, name));
		rcu_read_unlock();
	}
	if (!err && place->location) {
		sprint_symbol(symbol, place->location);
		/* Its module is gone: what is left is the bare address. */
		if (strncmp(symbol, "0x", 2))
			err = nla_put_string(msg, NFTRACE_PLACE_A_SYMBOL, symbol);
	}
	return err ? -EMSGSIZE : 0;
}

static int nftr_put_place(struct sk_buff *msg, const struct nftr_place *place)
{
	struct nlattr *nest = nla_nest_start(msg, NFTRACE_RULE_A_PLACE);

	if (!nest || nla_put_u8(msg, NFTRACE_PLACE_A_KIND, place->kind) ||
	    nla_put_u64_64bit(msg, NFTRACE_PLACE_A_COUNT, place->count, NFTRACE_PLACE_A_PAD) ||
	    nftr_put_location(msg, place))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int nftr_put_places(struct sk_buff *msg, const struct nftr_totals *sum)
{
	unsigned int i;

	for (i = 0; i < sum->places; i++)
		if (nftr_put_place(msg, &sum->place[i]))
			return -EMSGSIZE;
	for (i = 0; i < __NFTRACE_PLACE_MAX; i++) {
		struct nftr_place rest = {
			.reason = NFTR_NO_REASON, .kind = i, .count = sum->elsewhere[i],
		};

		if (rest.count && nftr_put_place(msg, &rest))
			return -EMSGSIZE;
	}
	return 0;
}

static u64 nftr_sum_verdict(const struct nftr_counts *counts, enum nftr_verdict verdict)
{
	unsigned int hook;
	u64 sum = 0;

	for (hook = 0; hook < NFTR_HOOKS; hook++)
		sum += counts->verdict[hook][verdict];
	return sum;
}

static int nftr_put_counts(struct sk_buff *msg, const struct nftr_rule *rule,
			   const struct nftr_counts *counts, const struct nftr_census *census)
{
	unsigned int slot = nftr_slot_of(rule->id);
	bool count_only = rule->flags & XT_NFTRACE_COUNT_ONLY;

	if (nftr_put_u64(msg, NFTRACE_RULE_A_HITS, counts->hits) ||
	    nftr_put_u64(msg, NFTRACE_RULE_A_BYTES, counts->bytes) ||
	    nftr_put_u64(msg, NFTRACE_RULE_A_ACCEPT, nftr_sum_verdict(counts, NFTR_ACCEPT)) ||
	    nftr_put_u64(msg, NFTRACE_RULE_A_DROP, nftr_sum_verdict(counts, NFTR_DROP)) ||
	    nftr_put_u64(msg, NFTRACE_RULE_A_STOLEN, nftr_sum_verdict(counts, NFTR_STOLEN)) ||
	    nftr_put_u64(msg, NFTRACE_RULE_A_LOST, nftr_sum_verdict(counts, NFTR_LOST)) ||
	    nftr_put_u64(msg, NFTRACE_RULE_A_UNTRACKED, counts->untracked) ||
	    nftr_put_u64(msg, NFTRACE_RULE_A_COUNT_ONLY, count_only ? counts->hits : 0) ||
	    nftr_put_u64(msg, NFTRACE_RULE_A_OPEN, census->open[slot]) ||
	    nftr_put_u64(msg, NFTRACE_RULE_A_QUEUED, census->queued[slot]) ||
	    nftr_put_u64(msg, NFTRACE_RULE_A_AFTER, counts->after))
		return -EMSGSIZE;
	return 0;
}

static int nftr_put_options(struct sk_buff *msg, const struct nftr_rule *rule)
{
	if (nla_put_u32(msg, NFTRACE_RULE_A_ID, rule->id) ||
	    (rule->label[0] && nla_put_string(msg, NFTRACE_RULE_A_LABEL, rule->label)) ||
	    nla_put_u32(msg, NFTRACE_RULE_A_FLAGS, rule->flags) ||
	    nla_put_u32(msg, NFTRACE_RULE_A_SAMPLE, rule->sample) ||
	    nla_put_u32(msg, NFTRACE_RULE_A_RATE, rule->rate) ||
	    nla_put_u32(msg, NFTRACE_RULE_A_BURST, rule->burst) ||
	    nla_put_u32(msg, NFTRACE_RULE_A_REFS, rule->refs) ||
	    nla_put_u32(msg, NFTRACE_RULE_A_GENERATION, rule->nnet->generation))
		return -EMSGSIZE;
	return 0;
}

/**
 * nftr_put_rule() - all of a rule as NFTRACE_RULE_A_*
 * @msg:    to append to
 * @rule:   whose
 * @census: of the rule's namespace, taken just before
 *
 * Context: process, nnet->lock held.
 * Return: 0, -EMSGSIZE when @msg is full, or -ENOMEM.
 */
int nftr_put_rule(struct sk_buff *msg, struct nftr_rule *rule, const struct nftr_census *census)
{
	const struct nftr_book *book = rcu_dereference_protected(rule->book,
					lockdep_is_held(&rule->nnet->lock));
	struct nftr_totals *sum = kmalloc(sizeof(*sum), GFP_KERNEL);
	int err = -EMSGSIZE;

	if (!sum)
		return -ENOMEM;
	nftr_book_sum(book, sum);
	if (nftr_put_options(msg, rule) ||
	    nftr_put_counts(msg, rule, &sum->counts, census) ||
	    (sum->hit && nftr_put_u64(msg, NFTRACE_RULE_A_AGE,
				      jiffies_to_msecs(jiffies - sum->last_hit))) ||
	    nftr_put_hooks(msg, &sum->counts) ||
	    nftr_put_places(msg, sum))
		goto done;
	err = 0;
done:
	kfree(sum);
	return err;
}
