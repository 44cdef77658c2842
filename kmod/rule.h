/* SPDX-License-Identifier: GPL-2.0-only */
/* Rule objects: what the NFTRACE rules of one network namespace share. */
#ifndef _NFTR_RULE_H
#define _NFTR_RULE_H

#include "book.h"
#include "main.h"
#include "thin.h"

#include <linux/bitmap.h>
#include <linux/rcupdate.h>
#include <linux/netfilter/xt_NFTRACE.h>

/* Slots come in chunks, so that a namespace pays for what it uses. */
#define NFTR_CHUNK_SLOTS 256
#define NFTR_SLOTS_MAX	 65536

/**
 * struct nftr_rule - one rule object
 * @nnet:  holds a reference
 * @book:  the counters; replaced by a reset, read under RCU by the target
 * @named: in the namespace's table of labels
 * @told:  stamp of the counters that the subscribers know, see book.h
 * @refs:  table entries that use it; guarded by the namespace's lock
 * @id:    slot in the low 16 bits, above it how often the slot was used before
 * @flags: enum xt_nftrace_flags
 * @thin:  what @sample, @rate and @burst leave of its events
 */
struct nftr_rule {
	struct nftr_net		*nnet;
	struct nftr_book __rcu	*book;
	struct hlist_node	named;
	u64			told;
	u32			refs;
	u32			id;
	u32			flags;
	u32			sample;
	u32			rate;
	u32			burst;
	struct nftr_thin	thin;
	char			label[XT_NFTRACE_LABEL_SIZE];
	struct rcu_head		rcu;
};

#define NFTR_LABEL_BUCKETS 1024

/**
 * struct nftr_slot - one place for a rule object
 * @rule:  guarded by the lock
 * @book:  the rule's current book, for flights; NULL when the slot is free
 * @books: books that this slot had; makes references unique over time
 * @used:  rules that this slot had
 */
struct nftr_slot {
	struct nftr_rule	*rule;
	struct nftr_book __rcu	*book;
	u64			books;
	u16			used;
};

/**
 * struct nftr_slots - the slots of a network namespace
 * @chunk: published when filled, freed with the namespace's state
 * @last:  slot given last; the next search begins behind it, so that a slot
 *         rests as long as possible
 * @taken: one bit a slot; slot 0 is never given
 * @named: rules with a label, by its hash
 */
struct nftr_slots {
	struct nftr_slot	*chunk[NFTR_SLOTS_MAX / NFTR_CHUNK_SLOTS];
	unsigned int		last;
	struct hlist_head	named[NFTR_LABEL_BUCKETS];
	DECLARE_BITMAP(taken, NFTR_SLOTS_MAX);
};

/* A rule that the subscribers have not heard of. */
#define NFTR_NEVER_TOLD U64_MAX

int nftr_rule_bind(struct nftr_net *nnet, struct xt_nftrace_info *info, unsigned int hooks);
void nftr_rule_unbind(struct nftr_rule *rule);

struct nftr_rule *nftr_rule_find(struct nftr_net *nnet, u32 id);
struct nftr_rule *nftr_rule_by_label(struct nftr_net *nnet, const char *label);
struct nftr_rule *nftr_rule_next(struct nftr_net *nnet, unsigned int *slot);
int nftr_rule_reset(struct nftr_rule *rule);

void nftr_slots_free(struct nftr_net *nnet);

static inline unsigned int nftr_slot_of(u64 id_or_ref)
{
	return id_or_ref & (NFTR_SLOTS_MAX - 1);
}

static inline struct nftr_slot *nftr_slot(const struct nftr_net *nnet, unsigned int slot)
{
	struct nftr_slot *chunk;

	/* Pairs with the release when the chunk was filled in. */
	chunk = smp_load_acquire(&nnet->slots->chunk[slot / NFTR_CHUNK_SLOTS]);
	return chunk ? &chunk[slot % NFTR_CHUNK_SLOTS] : NULL;
}

/**
 * nftr_book_of() - the book behind a flight's reference
 * @nnet: of the flight
 * @ref:  as in struct nftr_book; its slot was in use once
 *
 * Context: RCU read section.
 * Return: the book, or NULL when its rule is gone or was reset.
 */
static inline struct nftr_book *nftr_book_of(const struct nftr_net *nnet, u64 ref)
{
	struct nftr_book *book = rcu_dereference(nftr_slot(nnet, nftr_slot_of(ref))->book);

	return book && book->ref == ref ? book : NULL;
}

#endif /* _NFTR_RULE_H */
