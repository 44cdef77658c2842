// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events: records of what happens to packets that a tap follows.
 *
 * Owns:    nothing; writes into outboxes.
 * Runs in: any context but NMI, RCU read section.
 * Locks:   none; the flight is claimed.
 */
#include "event.h"
#include "main.h"
#include "note.h"
#include "tap.h"

#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/timekeeping.h>

/* A tap's part that wants records of a type. */
#define NFTR_PART_OF(type) BIT((type) - 1)
static_assert(NFTR_PART_OF(NFTRACE_RECORD_HIT) == NFTRACE_PART_HIT);
static_assert(NFTR_PART_OF(NFTRACE_RECORD_VERDICT) == NFTRACE_PART_VERDICT);
static_assert(NFTR_PART_OF(NFTRACE_RECORD_FATE) == NFTRACE_PART_FATE);

static void nftr_fill_ct(struct nftrace_detail *detail, const struct nftr_note_ct *ct)
{
	detail->ct_state = ct->state;
	detail->ct_status = ct->status;
	detail->orig = ct->orig;
	detail->reply = ct->reply;
}

static void nftr_fill_free(struct nftrace_detail *detail, const struct nftr_free *free)
{
	detail->place = free->location;
	if (free->reason != NFTR_NO_REASON)
		detail->reason = free->reason;
}

/* What of a detail there is to tell. Return: enum nftrace_record_flags. */
static inline u32 nftr_detail_flags(const struct nftr_note *note, const struct nftr_tap *tap,
				    const struct nftr_free *free)
{
	u32 flags = 0;

	if (note->has_ct && note->head.type != NFTRACE_RECORD_FATE)
		flags |= NFTRACE_RECORD_CT;
	if (note->pid && note->pid_ns == tap->pid_ns)
		flags |= NFTRACE_RECORD_TASK;
	if (likely(!free))
		return flags ? flags | NFTRACE_RECORD_DETAIL : 0;
	if (free->reason != NFTR_NO_REASON)
		flags |= NFTRACE_RECORD_REASON;
	if (free->after)
		flags |= NFTRACE_RECORD_AFTER;
	return flags || free->location ? flags | NFTRACE_RECORD_DETAIL : 0;
}

static void nftr_fill_detail(struct nftrace_detail *detail, const struct nftr_note *note,
			     const struct nftr_free *free, u32 flags)
{
	memset(detail, 0, sizeof(*detail));
	if (flags & NFTRACE_RECORD_CT)
		nftr_fill_ct(detail, &note->ct);
	if (flags & NFTRACE_RECORD_TASK) {
		detail->pid = note->pid;
		memcpy(detail->comm, note->comm, sizeof(detail->comm));
	}
	if (free)
		nftr_fill_free(detail, free);
}

/* Copy what is wanted of the packet. Return: bytes. */
static unsigned int nftr_fill_snap(u8 *to, const struct nftr_flight *flight,
				   const struct sk_buff *skb, unsigned int size)
{
	if (skb)
		return nftr_note_snap(to, skb, size);
	size = min_t(unsigned int, size, nftr_note_of(flight)->snapped);
	if (size)
		memcpy(to, nftr_note_kept_snap(flight), size);
	return size;
}

/* The part of a record that few have, and a piece of the packet. */
static noinline void nftr_fill_rest(struct nftrace_record *record,
				    const struct nftr_flight *flight, unsigned int snap,
				    const struct sk_buff *skb, const struct nftr_free *free)
{
	u8 *behind = (u8 *)(record + 1);

	if (record->flags & NFTRACE_RECORD_DETAIL) {
		nftr_fill_detail((struct nftrace_detail *)behind, nftr_note_of(flight), free,
				 record->flags);
		behind += sizeof(struct nftrace_detail);
	}
	if (snap) {
		/* What is behind its end leaves the kernel too. */
		memset(behind, 0, ALIGN(snap, 8));
		record->snaplen = nftr_fill_snap(behind, flight, skb, snap);
	}
}

/*
 * Tell one tap what the head of the note says; @skb: the packet while it is whole,
 * or NULL; @free: where it ended, or NULL when there is nothing to tell of that.
 */
static void nftr_tell(const struct nftr_flight *flight, const struct nftr_note *note,
		      struct nftr_tap *tap, const struct sk_buff *skb,
		      const struct nftr_free *free)
{
	unsigned int snap, size = sizeof(struct nftrace_record);
	struct nftrace_record *record;
	struct nftr_ring *ring;
	unsigned long irq;
	u32 flags;
	u64 now;

	local_irq_save(irq);
	now = ktime_get_mono_fast_ns();
	snap = note->head.type == NFTRACE_RECORD_VERDICT ? tap->wish.snaplen : 0;
	flags = nftr_detail_flags(note, tap, free);
	size += flags ? sizeof(struct nftrace_detail) : 0;
	size += ALIGN(snap, 8);
	ring = this_cpu_ptr(tap->outbox.ring);
	record = nftr_ring_begin(ring, size);
	if (likely(record)) {
		memcpy(record, &note->head, sizeof(*record));
		record->time = now;
		record->elapsed = now - note->head.time;
		record->size = size;
		record->flags |= flags;
		if (unlikely(flags || snap))
			nftr_fill_rest(record, flight, snap, skb, free);
		if (unlikely(nftr_ring_commit(ring, record)))
			nftr_outbox_hurry(&tap->outbox);
	}
	local_irq_restore(irq);
}

/* Tell those of @taps that want this type of record; @drop: the packet ends in one. */
static void nftr_tell_taps(const struct nftr_flight *flight, const struct nftr_note *note,
			   u32 taps, bool drop, const struct sk_buff *skb,
			   const struct nftr_free *free)
{
	for (; taps; taps &= taps - 1) {
		struct nftr_tap *tap = rcu_dereference(flight->nnet->tap[__ffs(taps)]);

		if (!tap || !(tap->wish.parts & NFTR_PART_OF(note->head.type)))
			continue;
		if (likely(!tap->wish.drops) || (drop && nftr_tap_counts(tap)))
			nftr_tell(flight, note, tap, skb, free);
	}
}

/* Tell those of @taps, which want hits. Context: as nftr_event_hit(). */
void nftr_event_tell_hit(struct nftr_flight *flight, struct nftr_note *note, u32 taps,
			 const struct sk_buff *skb)
{
	nftr_note_look(note, skb);
	note->head.type = NFTRACE_RECORD_HIT;
	note->head.verdict = 0;
	note->head.hook = flight->hook;
	nftr_tell_taps(flight, note, taps, false, skb, NULL);
}

/*
 * Netfilter decided. @skb: the packet while it is whole, or NULL; @free: where it
 * ended, or NULL. Who wants no fate is done with it.
 */
static inline void nftr_event_verdict(struct nftr_flight *flight, struct nftr_note *note,
				      enum nftr_verdict verdict, const struct sk_buff *skb,
				      const struct nftr_free *free)
{
	if (skb)
		nftr_note_look(note, skb);
	note->head.type = NFTRACE_RECORD_VERDICT;
	note->head.verdict = verdict;
	note->head.hook = flight->hook;
	nftr_tell_taps(flight, note, flight->taps, verdict == NFTR_DROP, skb, free);
	flight->taps &= verdict == NFTR_ACCEPT ? READ_ONCE(flight->nnet->fate_taps) : 0;
}

/*
 * Whether a packet on its way out still is in this namespace, told from its
 * device. That pointer is compared only: a socket uses its place for other things.
 */
static bool nftr_still_here(const struct nftr_flight *flight, const void *dev)
{
	const struct net_device *one;

	if (dev == flight->dev)
		return true;
	for_each_netdev_rcu(flight->nnet->net, one)
		if (one == dev)
			return true;
	return false;
}

/* What a free behind netfilter means. Context: RCU read section. */
static enum nftrace_fate nftr_fate_freed(const struct nftr_flight *flight,
					 const struct nftr_free *free, u32 *flags)
{
	/* By our hooks here it did not come again. */
	if ((flight->state & NFTR_FINAL) && flight->hook == NF_INET_POST_ROUTING &&
	    !nftr_still_here(flight, free->skb->dev)) {
		*flags |= NFTRACE_RECORD_PRESUMED;
		return NFTRACE_FATE_LEFT;
	}
	if (free->drop)
		return NFTRACE_FATE_DROPPED;
	if (!(flight->state & NFTR_FINAL))
		return NFTRACE_FATE_UNKNOWN;
	return flight->hook == NF_INET_LOCAL_IN ? NFTRACE_FATE_DELIVERED : NFTRACE_FATE_SENT;
}

/* What it means that a packet's free was not announced. */
static enum nftrace_fate nftr_fate_unheard(const struct nftr_flight *flight, enum nftr_end end,
					   u32 *flags)
{
	/* The skb's place may be another packet's by now. */
	*flags |= NFTRACE_RECORD_PRESUMED;
	/* No drop was seen while there could be one. */
	if (flight->hook == NF_INET_LOCAL_IN)
		return NFTRACE_FATE_DELIVERED;
	if (end == NFTR_END_MET_ELSEWHERE || nftr_note_of(flight)->leaves)
		return NFTRACE_FATE_LEFT;
	if (end == NFTR_END_MET_HERE)
		return NFTRACE_FATE_SENT;
	*flags &= ~NFTRACE_RECORD_PRESUMED;
	return NFTRACE_FATE_UNKNOWN;
}

static enum nftrace_fate nftr_fate(const struct nftr_flight *flight, const struct nftr_free *free,
				   u32 *flags)
{
	if (!free || free->end == NFTR_END_UNKNOWN)
		return NFTRACE_FATE_UNKNOWN;
	if (free->end == NFTR_END_FREED)
		return nftr_fate_freed(flight, free, flags);
	return nftr_fate_unheard(flight, free->end, flags);
}

static void nftr_event_fate(struct nftr_flight *flight, struct nftr_note *note,
			    const struct nftr_free *free)
{
	bool drop;

	note->head.type = NFTRACE_RECORD_FATE;
	note->head.verdict = nftr_fate(flight, free, &note->head.flags);
	note->head.hook = flight->hook;
	note->head.mark = 0;
	drop = note->head.verdict == NFTRACE_FATE_DROPPED;
	nftr_tell_taps(flight, note, flight->taps, drop, NULL, drop ? free : NULL);
}

/**
 * nftr_event_end() - a followed packet is out of our hands
 * @flight:  claimed, with taps; without when this returns
 * @verdict: at flight->hook, if not told before
 * @free:    its last sign of life, or NULL
 *
 * Context: any but NMI, RCU read section.
 */
void nftr_event_end(struct nftr_flight *flight, enum nftr_verdict verdict,
		    const struct nftr_free *free)
{
	struct nftr_note *note = nftr_note_of(flight);
	const struct sk_buff *skb = NULL;

	/* Freed by its last hook or in an earlier one, it is whole; later its
	 * connection may be gone, and what was done to it is not netfilter's.
	 */
	if (free && !(flight->state & NFTR_FINAL))
		skb = free->skb;
	if (!(flight->state & NFTR_FATE))
		nftr_event_verdict(flight, note, verdict, skb, free);
	if (flight->taps)
		nftr_event_fate(flight, note, free);
	flight->taps = 0;
}

/**
 * nftr_flight_leave() - netfilter let a packet go that taps follow
 * @flight: claimed, with taps; open or closed when this returns
 * @skb:    at our last hook, no hook behind it; or NULL when that was before
 *
 * The books are done. The flight stays while a tap waits for the fate; it
 * counts for no quota and gives way to any other.
 *
 * Context: any but NMI, RCU read section.
 */
void nftr_flight_leave(struct nftr_flight *flight, const struct sk_buff *skb)
{
	struct nftr_note *note = nftr_note_of(flight);

	if (skb)
		nftr_note_way_out(note, flight, skb);
	nftr_event_verdict(flight, note, NFTR_ACCEPT, skb, NULL);
	nftr_flight_enter(flight, NFTR_ACCEPT);
	if (likely(!flight->taps)) {
		nftr_flight_end(flight);
		return;
	}
	flight->refs = 0;
	if (skb) {
		nftr_note_leaving(note, flight, skb);
		flight->dev = skb->dev;
		flight->iif = skb->skb_iif;
	}
	flight->state |= NFTR_PASSED | NFTR_FINAL | NFTR_FATE;
	nftr_flight_release(flight);
}
