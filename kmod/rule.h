/* SPDX-License-Identifier: GPL-2.0-only */
/* Rule objects: what the NFTRACE rules of one network namespace share. */
#ifndef _NFTR_RULE_H
#define _NFTR_RULE_H

#include "main.h"

#include <linux/rcupdate.h>
#include <linux/netfilter/xt_NFTRACE.h>

struct nftr_book;

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
	char			label[XT_NFTRACE_LABEL_SIZE];
	struct rcu_head		rcu;
};

/* A rule that the subscribers have not heard of. */
#define NFTR_NEVER_TOLD U64_MAX

int nftr_rule_bind(struct nftr_net *nnet, struct xt_nftrace_info *info);
void nftr_rule_unbind(struct nftr_rule *rule);

struct nftr_rule *nftr_rule_find(struct nftr_net *nnet, u32 id);
struct nftr_rule *nftr_rule_by_label(struct nftr_net *nnet, const char *label);
struct nftr_rule *nftr_rule_next(struct nftr_net *nnet, unsigned int *slot);
int nftr_rule_reset(struct nftr_rule *rule);

struct nftr_book *nftr_book_of(const struct nftr_net *nnet, u64 ref);
void nftr_slots_free(struct nftr_net *nnet);

static inline unsigned int nftr_slot_of(u64 id_or_ref)
{
	return id_or_ref & (NFTR_SLOTS_MAX - 1);
}

#endif /* _NFTR_RULE_H */
