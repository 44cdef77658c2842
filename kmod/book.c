// SPDX-License-Identifier: GPL-2.0-only
/*
 * Books: the counters of one rule.
 *
 * Owns:    the per-CPU tallies. A book is found through its slot under RCU
 *          (rule.c) and freed a grace period after it left the slot.
 * Runs in: creation and sums in process context; entries anywhere but NMI.
 * Locks:   none. A CPU writes only its own tally, a counter at a time.
 */
#include "book.h"

#include <linux/jiffies.h>
#include <linux/slab.h>

/**
 * nftr_book_create() - an empty book
 * @ref: what flights will know it by
 *
 * Context: process, may sleep.
 * Return: the book, or NULL without memory.
 */
struct nftr_book *nftr_book_create(u64 ref)
{
	struct nftr_book *book = kzalloc(sizeof(*book), GFP_KERNEL_ACCOUNT);
	int cpu;

	if (!book)
		return NULL;
	book->tally = alloc_percpu_gfp(struct nftr_tally, GFP_KERNEL_ACCOUNT);
	if (!book->tally) {
		kfree(book);
		return NULL;
	}
	for_each_possible_cpu(cpu)
		u64_stats_init(&per_cpu_ptr(book->tally, cpu)->syncp);
	book->ref = ref;
	return book;
}

static void nftr_book_free(struct rcu_head *rcu)
{
	struct nftr_book *book = container_of(rcu, struct nftr_book, rcu);

	free_percpu(book->tally);
	kfree(book);
}

/* The book has left its slot; readers of before may still be at it. */
void nftr_book_free_rcu(struct nftr_book *book)
{
	call_rcu(&book->rcu, nftr_book_free);
}

/**
 * nftr_book_note_place() - enter where a packet ended
 * @book:     the rule's
 * @kind:     what happened there
 * @location: the address that the kernel's probe named, 0 if it named none
 * @reason:   skb_drop_reason or NFTR_NO_REASON
 *
 * Two words make the key, so this CPU must not be interrupted between them.
 *
 * Context: any but NMI.
 */
void nftr_book_note_place(struct nftr_book *book, enum nftrace_place_kind kind,
			  unsigned long location, u32 reason)
{
	struct nftr_tally *tally;
	unsigned long flags;
	unsigned int i;

	local_irq_save(flags);
	tally = this_cpu_ptr(book->tally);
	u64_stats_update_begin(&tally->syncp);
	for (i = 0; i < NFTRACE_PLACES_MAX; i++) {
		struct nftr_place *place = &tally->place[i];

		if (place->count && (place->location != location ||
				     place->reason != reason || place->kind != kind))
			continue;
		if (!place->count) {
			place->location = location;
			place->reason = reason;
			place->kind = kind;
			/* Pairs with the reader's: key first, then the count. */
			smp_wmb();
		}
		WRITE_ONCE(place->count, place->count + 1);
		break;
	}
	if (i == NFTRACE_PLACES_MAX)
		tally->elsewhere[kind]++;
	u64_stats_update_end(&tally->syncp);
	local_irq_restore(flags);
}

static void nftr_sum_place(struct nftr_totals *sum, const struct nftr_place *add, u64 count)
{
	unsigned int i;

	for (i = 0; i < sum->places; i++) {
		struct nftr_place *place = &sum->place[i];

		if (place->location == add->location && place->reason == add->reason &&
		    place->kind == add->kind) {
			place->count += count;
			return;
		}
	}
	if (sum->places == NFTR_TOTAL_PLACES) {
		sum->elsewhere[add->kind] += count;
		return;
	}
	sum->place[sum->places] = *add;
	sum->place[sum->places++].count = count;
}

static void nftr_sum_places(struct nftr_totals *sum, const struct nftr_tally *tally)
{
	unsigned int i;

	for (i = 0; i < NFTRACE_PLACES_MAX; i++) {
		u64 count = READ_ONCE(tally->place[i].count);

		if (!count)
			break;
		/* Pairs with the writer's: the count first, then the key. */
		smp_rmb();
		nftr_sum_place(sum, &tally->place[i], count);
	}
	for (i = 0; i < __NFTRACE_PLACE_MAX; i++)
		sum->elsewhere[i] += tally->elsewhere[i];
}

static void nftr_sum_counts(struct nftr_counts *sum, const struct nftr_tally *tally)
{
	const u64 *from = (const u64 *)&tally->counts;
	struct nftr_counts now;
	unsigned int start, i;

	do {
		start = u64_stats_fetch_begin(&tally->syncp);
		for (i = 0; i < sizeof(now) / sizeof(u64); i++)
			((u64 *)&now)[i] = READ_ONCE(from[i]);
	} while (u64_stats_fetch_retry(&tally->syncp, start));

	for (i = 0; i < sizeof(now) / sizeof(u64); i++)
		((u64 *)sum)[i] += ((u64 *)&now)[i];
}

static void nftr_sum_last_hit(struct nftr_totals *sum, const struct nftr_tally *tally)
{
	unsigned long last = READ_ONCE(tally->last_hit);

	if (!READ_ONCE(tally->counts.hits))
		return;
	if (!sum->hit || time_after(last, sum->last_hit))
		sum->last_hit = last;
	sum->hit = true;
}

/**
 * nftr_book_sum() - add up all CPUs
 * @book: the caller keeps it alive
 * @sum:  overwritten
 *
 * Context: process; packets may be counted meanwhile.
 */
void nftr_book_sum(const struct nftr_book *book, struct nftr_totals *sum)
{
	int cpu;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		const struct nftr_tally *tally = per_cpu_ptr(book->tally, cpu);

		nftr_sum_counts(&sum->counts, tally);
		nftr_sum_last_hit(sum, tally);
		nftr_sum_places(sum, tally);
	}
}

/**
 * nftr_book_stamp() - a number that grows with every entry
 * @book: the caller keeps it alive
 *
 * Every entry raises one of these counters and none ever falls, so equal
 * stamps of one book mean that nothing was entered between them.
 */
u64 nftr_book_stamp(const struct nftr_book *book)
{
	struct nftr_counts sum = {};
	u64 stamp = 0;
	unsigned int i;
	int cpu;

	for_each_possible_cpu(cpu)
		nftr_sum_counts(&sum, per_cpu_ptr(book->tally, cpu));
	for (i = 0; i < sizeof(sum) / sizeof(u64); i++)
		stamp += ((u64 *)&sum)[i];
	return stamp;
}
