/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Books: what is counted for one rule, per CPU, since its creation or its
 * last reset. A reset is a new book: what older packets come to is entered
 * nowhere, and the sum holds from zero.
 */
#ifndef _NFTR_BOOK_H
#define _NFTR_BOOK_H

#include <linux/irqflags.h>
#include <linux/netfilter.h>
#include <linux/percpu.h>
#include <linux/u64_stats_sync.h>
#include <linux/nftrace.h>

/* What netfilter did with a packet, as far as we saw. */
enum nftr_verdict {
	NFTR_ACCEPT,
	NFTR_DROP,
	NFTR_STOLEN,
	NFTR_LOST,
	NFTR_VERDICTS
};

/**
 * struct nftr_place - packets that ended at one place, on one CPU
 * @location: an address in the function that freed them
 * @reason:   the kernel's enum skb_drop_reason, NFTR_NO_REASON for none
 * @kind:     enum nftrace_place_kind
 * @count:    packets; 0 marks a free entry
 */
struct nftr_place {
	unsigned long	location;
	u32		reason;
	u8		kind;
	u64		count;
};

#define NFTR_NO_REASON U32_MAX

/* One more than we register at: what an index may ever be stays inside. */
#define NFTR_HOOKS (NF_INET_NUMHOOKS + 1)

/**
 * struct nftr_counts - counters that only ever grow; u64 without exception
 * @verdict:   by the hook where it fell
 * @untracked: hits that no flight follows
 * @after:     accepted, then dropped by the stack before the next hook
 * @hits:      behind the verdicts: a reader goes from first to last and so
 *             sees no part above the whole
 * @bytes:     of the hits
 */
struct nftr_counts {
	u64 verdict[NFTR_HOOKS][NFTR_VERDICTS];
	u64 untracked;
	u64 after;
	u64 hits;
	u64 bytes;
};

/**
 * struct nftr_tally - one CPU's part of a book
 * @last_hit:  jiffies
 * @syncp:     for 32-bit readers
 * @place:     filled in order
 * @elsewhere: packets that found @place full, by kind
 */
struct nftr_tally {
	struct nftr_counts	counts;
	unsigned long		last_hit;
	struct u64_stats_sync	syncp;
	struct nftr_place	place[NFTRACE_PLACES_MAX];
	u64			elsewhere[__NFTRACE_PLACE_MAX];
};

/**
 * struct nftr_book - the counters of one rule
 * @tally: per CPU
 * @ref:   what flights keep to find it: slot in the low 16 bits, above it a
 *         number that this slot never had before
 */
struct nftr_book {
	struct nftr_tally __percpu	*tally;
	u64				ref;
	struct rcu_head			rcu;
};

#define NFTR_TOTAL_PLACES 16

/**
 * struct nftr_totals - a book, all CPUs added up
 * @hit:       whether there was a hit at all
 * @last_hit:  jiffies, if @hit
 * @places:    entries used in @place
 * @elsewhere: packets without an entry, by kind
 */
struct nftr_totals {
	struct nftr_counts	counts;
	bool			hit;
	unsigned long		last_hit;
	unsigned int		places;
	struct nftr_place	place[NFTR_TOTAL_PLACES];
	u64			elsewhere[__NFTRACE_PLACE_MAX];
};

struct nftr_book *nftr_book_create(u64 ref);
void nftr_book_free_rcu(struct nftr_book *book);
void nftr_book_sum(const struct nftr_book *book, struct nftr_totals *sum);
u64 nftr_book_stamp(const struct nftr_book *book);
void nftr_book_note_place(struct nftr_book *book, enum nftrace_place_kind kind,
			  unsigned long location, u32 reason);

/**
 * nftr_tally_add() - add to one counter of this CPU
 * @tally: the tally that holds @field
 * @field: a per-CPU u64 in it
 *
 * One instruction where words have 64 bits, so whatever interrupts us can
 * count in the same field.
 *
 * Context: any but NMI.
 */
static inline void nftr_tally_add(struct nftr_tally __percpu *tally,
				  u64 __percpu *field, u64 n)
{
#ifdef CONFIG_64BIT
	this_cpu_add(*field, n);
#else
	unsigned long flags;

	local_irq_save(flags);
	u64_stats_update_begin(&this_cpu_ptr(tally)->syncp);
	*this_cpu_ptr(field) += n;
	u64_stats_update_end(&this_cpu_ptr(tally)->syncp);
	local_irq_restore(flags);
#endif
}

/* A packet of @len bytes hit the rule. Context: any but NMI. */
static inline void nftr_book_hit(struct nftr_book *book, unsigned int len)
{
	nftr_tally_add(book->tally, &book->tally->counts.hits, 1);
	nftr_tally_add(book->tally, &book->tally->counts.bytes, len);
	this_cpu_write(book->tally->last_hit, jiffies);
}

static inline void nftr_book_untracked(struct nftr_book *book)
{
	nftr_tally_add(book->tally, &book->tally->counts.untracked, 1);
}

static inline void nftr_book_verdict(struct nftr_book *book, unsigned int hook,
				     enum nftr_verdict verdict)
{
	nftr_tally_add(book->tally, &book->tally->counts.verdict[hook][verdict], 1);
}

static inline void nftr_book_after(struct nftr_book *book)
{
	nftr_tally_add(book->tally, &book->tally->counts.after, 1);
}

#endif /* _NFTR_BOOK_H */
