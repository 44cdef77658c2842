// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rule objects: id, label, options, book, and who uses them.
 *
 * Owns:    the slots of a network namespace. A slot number and how often the
 *          slot was used make the id; the slot and the number of the book make
 *          the reference that flights keep, which so need not hold the rule.
 * Runs in: process context; nftr_book_of(), in the header, in any.
 * Locks:   nnet->lock around everything, taken under the mutex of the table or
 *          of nft's commit. Packets read rule->book under RCU.
 *
 * Lives: a legacy table is checked anew before the old one is destroyed, so a
 * rule that stays goes 1, 2, 1 in its count. A network namespace's tables may
 * die after our own state did: each rule object holds the state.
 */
#include "rule.h"
#include "fate.h"
#include "group.h"
#include "hooks.h"

#include <linux/lockdep.h>
#include <linux/slab.h>
#include <linux/stringhash.h>

struct nftr_rule *nftr_rule_find(struct nftr_net *nnet, u32 id)
{
	struct nftr_slot *slot;

	lockdep_assert_held(&nnet->lock);
	if (!nnet->slots)
		return NULL;
	slot = nftr_slot(nnet, nftr_slot_of(id));
	return slot && slot->rule && slot->rule->id == id ? slot->rule : NULL;
}

/**
 * nftr_rule_next() - walk the rule objects in the order of their slots
 * @nnet: whose rules
 * @slot: where to begin; 0 for the first. Left behind the one returned.
 *
 * Context: process, nnet->lock held.
 * Return: a rule, or NULL at the end.
 */
struct nftr_rule *nftr_rule_next(struct nftr_net *nnet, unsigned int *slot)
{
	unsigned int at;

	lockdep_assert_held(&nnet->lock);
	if (!nnet->slots)
		return NULL;
	at = find_next_bit(nnet->slots->taken, NFTR_SLOTS_MAX, *slot);
	if (at >= NFTR_SLOTS_MAX)
		return NULL;
	*slot = at + 1;
	return nftr_slot(nnet, at)->rule;
}

static struct hlist_head *nftr_label_bucket(struct nftr_net *nnet, const char *label)
{
	return &nnet->slots->named[full_name_hash(NULL, label, strlen(label)) %
				   NFTR_LABEL_BUCKETS];
}

/* The rule named @label, or NULL. Context: process, nnet->lock held. */
struct nftr_rule *nftr_rule_by_label(struct nftr_net *nnet, const char *label)
{
	struct nftr_rule *rule;

	lockdep_assert_held(&nnet->lock);
	if (!nnet->slots)
		return NULL;
	hlist_for_each_entry(rule, nftr_label_bucket(nnet, label), named)
		if (!strcmp(rule->label, label))
			return rule;
	return NULL;
}

static int nftr_slots_reserve(struct nftr_net *nnet, unsigned int slot)
{
	struct nftr_slot **chunk = &nnet->slots->chunk[slot / NFTR_CHUNK_SLOTS];
	struct nftr_slot *fresh;

	if (*chunk)
		return 0;
	fresh = kvcalloc(NFTR_CHUNK_SLOTS, sizeof(*fresh), GFP_KERNEL_ACCOUNT);
	if (!fresh)
		return -ENOMEM;
	/* Pairs with the acquire in nftr_slot(): zeroes first. */
	smp_store_release(chunk, fresh);
	return 0;
}

/* Return: a free slot whose chunk exists, -ENOSPC at the limit, or -ENOMEM. */
static int nftr_slot_pick(struct nftr_net *nnet)
{
	unsigned int end = nftr_max_rules + 1;
	unsigned int slot;
	int err;

	if (!nnet->slots) {
		nnet->slots = kvzalloc(sizeof(*nnet->slots), GFP_KERNEL_ACCOUNT);
		if (!nnet->slots)
			return -ENOMEM;
	}
	if (nnet->rules >= nftr_max_rules)
		return -ENOSPC;
	slot = find_next_zero_bit(nnet->slots->taken, end, nnet->slots->last + 1);
	if (slot >= end)
		slot = find_next_zero_bit(nnet->slots->taken, end, 1);
	err = nftr_slots_reserve(nnet, slot);
	return err ? err : slot;
}

void nftr_slots_free(struct nftr_net *nnet)
{
	unsigned int i;

	if (!nnet->slots)
		return;
	for (i = 0; i < ARRAY_SIZE(nnet->slots->chunk); i++)
		kvfree(nnet->slots->chunk[i]);
	kvfree(nnet->slots);
}

static bool nftr_same_options(const struct nftr_rule *rule, const struct xt_nftrace_info *info)
{
	return rule->flags == info->flags && rule->sample == info->sample &&
	       rule->rate == info->rate && rule->burst == info->burst &&
	       !strcmp(rule->label, info->label);
}

static struct nftr_book *nftr_slot_new_book(struct nftr_slot *slot, unsigned int number)
{
	return nftr_book_create(number | (++slot->books << 16));
}

static struct nftr_rule *nftr_rule_alloc(struct nftr_net *nnet, const struct xt_nftrace_info *info)
{
	struct nftr_rule *rule = kzalloc(sizeof(*rule), GFP_KERNEL_ACCOUNT);

	if (!rule)
		return NULL;
	rule->nnet = nnet;
	rule->told = NFTR_NEVER_TOLD;
	rule->refs = 1;
	rule->flags = info->flags;
	rule->sample = info->sample;
	rule->rate = info->rate;
	rule->burst = info->burst;
	memcpy(rule->label, info->label, sizeof(rule->label));
	if (nftr_thin_init(&rule->thin, info->sample, info->rate, info->burst)) {
		kfree(rule);
		return NULL;
	}
	return rule;
}

static void nftr_rule_free(struct nftr_rule *rule)
{
	nftr_thin_free(&rule->thin);
	kfree(rule);
}

static void nftr_rule_free_rcu(struct rcu_head *rcu)
{
	nftr_rule_free(container_of(rcu, struct nftr_rule, rcu));
}

/* Packets of this rule are followed until their verdict. */
static bool nftr_keeps_verdicts(const struct nftr_rule *rule)
{
	return !(rule->flags & XT_NFTRACE_COUNT_ONLY);
}

static struct nftr_rule *nftr_rule_create(struct nftr_net *nnet,
					  const struct xt_nftrace_info *info, unsigned int hooks)
{
	struct nftr_slot *slot;
	struct nftr_book *book;
	struct nftr_rule *rule;
	int number, err;

	number = nftr_slot_pick(nnet);
	if (number < 0)
		return ERR_PTR(number);
	rule = nftr_rule_alloc(nnet, info);
	if (!rule)
		return ERR_PTR(-ENOMEM);
	slot = nftr_slot(nnet, number);
	book = nftr_slot_new_book(slot, number);
	if (!book) {
		err = -ENOMEM;
		goto undo_rule;
	}
	if (nftr_keeps_verdicts(rule)) {
		err = nftr_hooks_want(nnet, hooks);
		if (err)
			goto undo_book;
		err = nftr_probes_get();
		if (err)
			goto undo_book;
	}
	rule->id = number | (u32)slot->used << 16;
	RCU_INIT_POINTER(rule->book, book);
	rcu_assign_pointer(slot->book, book);
	slot->rule = rule;
	if (rule->label[0])
		hlist_add_head(&rule->named, nftr_label_bucket(nnet, rule->label));
	__set_bit(number, nnet->slots->taken);
	nnet->slots->last = number;
	nnet->rules++;
	nnet->generation++;
	nftr_net_get(nnet);
	return rule;

undo_book:
	nftr_book_free_rcu(book);
undo_rule:
	nftr_rule_free(rule);
	return ERR_PTR(err);
}

static void nftr_rule_destroy(struct nftr_rule *rule)
{
	struct nftr_net *nnet = rule->nnet;
	unsigned int number = nftr_slot_of(rule->id);
	struct nftr_slot *slot = nftr_slot(nnet, number);
	struct nftr_book *book = rcu_dereference_protected(rule->book,
							   lockdep_is_held(&nnet->lock));

	if (rule->label[0])
		hlist_del(&rule->named);
	slot->rule = NULL;
	slot->used++;
	RCU_INIT_POINTER(slot->book, NULL);
	__clear_bit(number, nnet->slots->taken);
	WRITE_ONCE(nnet->rules, nnet->rules - 1);
	if (!nnet->rules)
		nftr_group_look(nnet);
	nnet->generation++;
	if (nftr_keeps_verdicts(rule))
		nftr_probes_put();
	nftr_book_free_rcu(book);
	/* The target may still be at it on another CPU. */
	call_rcu(&rule->rcu, nftr_rule_free_rcu);
}

/* The object that a table entry with these options already has or shares. */
static struct nftr_rule *nftr_rule_existing(struct nftr_net *nnet,
					    const struct xt_nftrace_info *info)
{
	struct nftr_rule *rule;

	if (info->label[0]) {
		rule = nftr_rule_by_label(nnet, info->label);
		if (rule && !nftr_same_options(rule, info))
			return ERR_PTR(-EEXIST);
		return rule;
	}
	rule = nftr_rule_find(nnet, info->id);
	/* From another machine or another life: not an error, just not ours. */
	if (rule && !nftr_same_options(rule, info))
		return NULL;
	return rule;
}

/* One more table entry uses it, perhaps at other hooks than those before. */
static struct nftr_rule *nftr_rule_share(struct nftr_rule *rule, unsigned int hooks)
{
	int err = nftr_keeps_verdicts(rule) ? nftr_hooks_want(rule->nnet, hooks) : 0;

	if (err)
		return ERR_PTR(err);
	rule->refs++;
	return rule;
}

/**
 * nftr_rule_bind() - find or make the object of a table entry
 * @nnet:  of the table's network namespace
 * @info:  checked options; gets @id and @rule
 * @hooks: hook points from which the entry can be reached, one bit each; 0 for
 *         an nft chain to which jumps come and go
 *
 * Context: process, may sleep, the table's mutex held.
 * Return: 0; -EEXIST when the label is taken with other options; -ENOSPC at
 * the limit; -ENOMEM; or what registering the hooks returned.
 */
int nftr_rule_bind(struct nftr_net *nnet, struct xt_nftrace_info *info, unsigned int hooks)
{
	struct nftr_rule *rule;
	int err = 0;

	mutex_lock(&nnet->lock);
	rule = nftr_rule_existing(nnet, info);
	if (!rule)
		rule = nftr_rule_create(nnet, info, hooks);
	else if (!IS_ERR(rule))
		rule = nftr_rule_share(rule, hooks);
	if (IS_ERR(rule)) {
		err = PTR_ERR(rule);
	} else {
		info->id = rule->id;
		info->rule = rule;
	}
	mutex_unlock(&nnet->lock);
	return err;
}

/* A table entry lets go of its object. Context: process, may sleep. */
void nftr_rule_unbind(struct nftr_rule *rule)
{
	struct nftr_net *nnet = rule->nnet;
	bool last;

	mutex_lock(&nnet->lock);
	last = --rule->refs == 0;
	if (last)
		nftr_rule_destroy(rule);
	mutex_unlock(&nnet->lock);
	if (last)
		nftr_net_put(nnet);
}

/**
 * nftr_rule_reset() - begin a new book
 * @rule: whose
 *
 * Context: process, nnet->lock held.
 * Return: 0, or -ENOMEM with the old book still in place.
 */
int nftr_rule_reset(struct nftr_rule *rule)
{
	struct nftr_net *nnet = rule->nnet;
	unsigned int number = nftr_slot_of(rule->id);
	struct nftr_slot *slot = nftr_slot(nnet, number);
	struct nftr_book *old = rcu_dereference_protected(rule->book,
							  lockdep_is_held(&nnet->lock));
	struct nftr_book *book = nftr_slot_new_book(slot, number);

	if (!book)
		return -ENOMEM;
	rcu_assign_pointer(slot->book, book);
	rcu_assign_pointer(rule->book, book);
	rule->told = NFTR_NEVER_TOLD;
	nftr_book_free_rcu(old);
	return 0;
}
