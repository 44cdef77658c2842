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

/* What a record is to tell, beside what the note has. */
struct nftr_telling {
	u8			type;
	u8			what;	/* enum nftrace_verdict or nftrace_fate */
	u32			flags;
	const struct nftr_free	*free;
	const struct sk_buff	*skb;	/* inside a hook; else NULL */
};

/**
 * nftr_event_follow() - a tap takes this packet
 * @flight: claimed
 * @tap:    that one
 * @skb:    read only
 * @state:  where the packet is
 *
 * Context: any but NMI, RCU read section.
 */
void nftr_event_follow(struct nftr_flight *flight, struct nftr_tap *tap,
		       const struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct nftr_note *note = nftr_note_of(flight);

	if (!flight->taps) {
		nftr_note_begin(note, tap, skb, state);
		/* Nobody was told of those before this one. */
		note->hits = flight->refs ? flight->refs - 1 : 0;
	} else if (!note->pid) {
		nftr_note_task(note, tap, skb, state);
	}
	flight->taps |= BIT(tap->index);
}

static void nftr_fill_ct(struct nftrace_record *record, const struct nftr_note_ct *ct)
{
	record->flags |= NFTRACE_RECORD_CT;
	record->ct_state = ct->state;
	record->ct_status = ct->status;
	record->orig = ct->orig;
	record->reply = ct->reply;
}

/* What all types of record have. */
static void nftr_fill(struct nftrace_record *record, const struct nftr_flight *flight,
		      const struct nftr_tap *tap)
{
	const struct nftr_note *note = nftr_note_of(flight);
	u32 seq = record->seq;
	u16 size = record->size;

	memset(record, 0, sizeof(*record));
	record->seq = seq;
	record->size = size;
	record->time = ktime_get_mono_fast_ns();
	record->flight = flight->id;
	record->elapsed = record->time - note->time;
	record->rule = note->rule;
	record->hits = note->hits;
	record->iif = note->iif;
	record->oif = note->oif;
	record->len = note->len;
	record->hook = flight->hook;
	record->family = flight->pf;
	record->tuple = note->tuple;
	if (note->ports)
		record->flags |= NFTRACE_RECORD_PORTS;
	if (note->pid && note->pid_ns == tap->pid_ns) {
		record->flags |= NFTRACE_RECORD_TASK;
		record->pid = note->pid;
		memcpy(record->comm, note->comm, sizeof(record->comm));
	}
}

/* What the packet is now, or was when it was last in our hands. */
static void nftr_fill_packet(struct nftrace_record *record, const struct nftr_flight *flight,
			     const struct sk_buff *skb, unsigned int snap)
{
	const struct nftr_note *note = nftr_note_of(flight);
	struct nftr_note_ct ct;

	if (skb) {
		record->mark = skb->mark;
		if (nftr_note_ct(&ct, skb))
			nftr_fill_ct(record, &ct);
		if (snap)
			record->snaplen = nftr_note_snap(record->snap, skb, snap);
	} else if (note->last) {
		record->mark = note->mark;
		if (note->has_ct)
			nftr_fill_ct(record, &note->ct);
		record->snaplen = min_t(unsigned int, snap, note->snaplen);
		if (record->snaplen)
			memcpy(record->snap, nftr_note_kept_snap(flight), record->snaplen);
	}
}

static void nftr_fill_free(struct nftrace_record *record, const struct nftr_free *free)
{
	record->place = free->location;
	if (free->reason != NFTR_NO_REASON) {
		record->flags |= NFTRACE_RECORD_REASON;
		record->reason = free->reason;
	}
	if (free->after)
		record->flags |= NFTRACE_RECORD_AFTER;
}

static void nftr_tell(const struct nftr_flight *flight, struct nftr_tap *tap,
		      const struct nftr_telling *telling)
{
	unsigned int snap = telling->type == NFTRACE_RECORD_VERDICT ? tap->wish.snaplen : 0;
	struct nftrace_record *record;
	unsigned long flags;

	record = nftr_outbox_reserve(&tap->outbox, ALIGN(sizeof(*record) + snap, 8), &flags);
	if (!record)
		return;
	nftr_fill(record, flight, tap);
	record->type = telling->type;
	record->verdict = telling->what;
	record->flags |= telling->flags;
	if (telling->type != NFTRACE_RECORD_FATE)
		nftr_fill_packet(record, flight, telling->skb, snap);
	if (telling->free)
		nftr_fill_free(record, telling->free);
	nftr_outbox_commit(&tap->outbox, flags);
}

/* Tell those of @taps that want this part; @drop: the packet ends in one. */
static void nftr_tell_taps(const struct nftr_flight *flight, u32 taps, u32 part, bool drop,
			   const struct nftr_telling *telling)
{
	for (; taps; taps &= taps - 1) {
		struct nftr_tap *tap = rcu_dereference(flight->nnet->tap[__ffs(taps)]);

		if (!tap || !(tap->wish.parts & part))
			continue;
		if (!tap->wish.drops || (drop && nftr_tap_counts(tap)))
			nftr_tell(flight, tap, telling);
	}
}

/* Tell those of the flight's taps that want hits. */
void nftr_event_hit(struct nftr_flight *flight, const struct nftr_rule *rule,
		    const struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct nftr_telling telling = { .type = NFTRACE_RECORD_HIT, .skb = skb };
	struct nftr_note *note = nftr_note_of(flight);

	note->rule = rule->id;
	note->hits++;
	if (state->out)
		note->oif = state->out->ifindex;
	nftr_tell_taps(flight, flight->taps, NFTRACE_PART_HIT, false, &telling);
}

/* Netfilter decided. Who wants no fate is done with the packet. */
static void nftr_event_verdict(struct nftr_flight *flight, enum nftr_verdict verdict,
			       const struct nftr_free *free)
{
	struct nftr_telling telling = {
		.type = NFTRACE_RECORD_VERDICT, .what = verdict, .free = free,
	};

	/* Freed by its last hook or in an earlier one, it is whole; later its
	 * connection may be gone, and what was done to it is not netfilter's.
	 */
	if (free && !(flight->state & NFTR_FINAL))
		telling.skb = free->skb;
	nftr_tell_taps(flight, flight->taps, NFTRACE_PART_VERDICT, verdict == NFTR_DROP, &telling);
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
		*flags = NFTRACE_RECORD_PRESUMED;
		return NFTRACE_FATE_LEFT;
	}
	if (free->drop)
		return NFTRACE_FATE_DROPPED;
	if (!(flight->state & NFTR_FINAL))
		return NFTRACE_FATE_UNKNOWN;
	return flight->hook == NF_INET_LOCAL_IN ? NFTRACE_FATE_DELIVERED : NFTRACE_FATE_SENT;
}

static enum nftrace_fate nftr_fate(const struct nftr_flight *flight, const struct nftr_free *free,
				   u32 *flags)
{
	bool in = flight->hook == NF_INET_LOCAL_IN;

	if (!free)
		return NFTRACE_FATE_UNKNOWN;
	switch (free->end) {
	case NFTR_END_FREED:
		return nftr_fate_freed(flight, free, flags);
	case NFTR_END_MET_ELSEWHERE:
		if (!in)
			return NFTRACE_FATE_LEFT;
		break;
	case NFTR_END_MET_HERE:
		if (!in)
			return NFTRACE_FATE_SENT;
		break;
	case NFTR_END_AGED:
		if (!in)
			return NFTRACE_FATE_UNKNOWN;
		break;
	default:
		return NFTRACE_FATE_UNKNOWN;
	}
	/* No drop was seen while there could be one. */
	*flags = NFTRACE_RECORD_PRESUMED;
	return NFTRACE_FATE_DELIVERED;
}

static void nftr_event_fate(struct nftr_flight *flight, const struct nftr_free *free)
{
	struct nftr_telling telling = { .type = NFTRACE_RECORD_FATE };
	bool drop;

	telling.what = nftr_fate(flight, free, &telling.flags);
	drop = telling.what == NFTRACE_FATE_DROPPED;
	if (drop)
		telling.free = free;
	nftr_tell_taps(flight, flight->taps, NFTRACE_PART_FATE, drop, &telling);
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
	if (!(flight->state & NFTR_FATE))
		nftr_event_verdict(flight, verdict, free);
	if (flight->taps)
		nftr_event_fate(flight, free);
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
	const struct nftr_free passed = {
		.skb = skb, .reason = NFTR_NO_REASON, .end = NFTR_END_PASSED,
	};

	if (skb)
		nftr_note_way_out(flight, skb);
	nftr_event_verdict(flight, NFTR_ACCEPT, skb ? &passed : NULL);
	nftr_flight_enter(flight, NFTR_ACCEPT);
	if (!flight->taps) {
		atomic_long_set_release(nftr_key_of(flight), 0);
		return;
	}
	flight->refs = 0;
	if (skb) {
		flight->dev = skb->dev;
		flight->iif = skb->skb_iif;
	}
	flight->state |= NFTR_PASSED | NFTR_FINAL | NFTR_FATE;
	nftr_flight_release(flight);
}
