// SPDX-License-Identifier: GPL-2.0-only
/*
 * Flights: one record per packet that hit a rule, kept until its verdict.
 *
 * Owns:    the table. A flight is found by its skb's address, in a bucket of
 *          four; others see it only between claim and release.
 * Runs in: softirq, process context with BH on (nft_compat), NFQUEUE's
 *          reinjection, free probes with interrupts off. Never sleeps,
 *          allocates, sends or wakes.
 * Locks:   none; the key's low bit is set by cmpxchg. A packet is in one place
 *          at a time, so its flight is contended only by the sweeper and by
 *          readers, who hold a claim with interrupts off.
 */
#include "flight.h"
#include "fragment.h"
#include "main.h"
#include "rule.h"

#include <linux/netfilter.h>
#include <linux/percpu.h>
#include <linux/vmalloc.h>

struct nftr_flights nftr_table __read_mostly;
DEFINE_STATIC_KEY_FALSE(nftr_flights_on);

/* Begins at the CPU's number in the upper 16 bits: unique, whoever interrupts. */
static DEFINE_PER_CPU(u64, nftr_flight_ids);

/**
 * nftr_flights_init() - allocate the table
 *
 * Return: 0 or -ENOMEM.
 */
int nftr_flights_init(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		per_cpu(nftr_flight_ids, cpu) = (u64)cpu << 48;
	nftr_table.mask = (nftr_flights - 1) & ~(NFTR_WAYS - 1UL);
	nftr_table.key = vzalloc(nftr_flights * sizeof(*nftr_table.key));
	if (!nftr_table.key)
		return -ENOMEM;
	nftr_table.flight = vzalloc(nftr_flights * sizeof(*nftr_table.flight));
	if (!nftr_table.flight) {
		vfree(nftr_table.key);
		return -ENOMEM;
	}
	return 0;
}

void nftr_flights_exit(void)
{
	vfree(nftr_table.flight);
	vfree(nftr_table.key);
}

/* Entry @at was seen to hold @key, claimed or not: claim it. */
static struct nftr_flight *nftr_flight_claim_at(unsigned long at, unsigned long key)
{
	atomic_long_t *slot = &nftr_table.key[at];

	for (;;) {
		long old = atomic_long_cmpxchg_acquire(slot, key, key | NFTR_CLAIMED);

		if (likely(old == key))
			return &nftr_table.flight[at];
		if (old != (key | NFTR_CLAIMED))
			return NULL;
		/* The sweeper or a reader on another CPU, with interrupts off
		 * for a few instructions.
		 */
		cpu_relax();
	}
}

/* Slow part of nftr_flight_claim(): there is something in the bucket. */
struct nftr_flight *nftr_flight_search(unsigned long first, unsigned long key)
{
	unsigned long at;

	for (at = first; at < first + NFTR_WAYS; at++)
		if ((atomic_long_read(&nftr_table.key[at]) & ~NFTR_CLAIMED) == key)
			return nftr_flight_claim_at(at, key);
	return NULL;
}

/* Open flights of a network namespace. Context: any; exact at rest. */
unsigned int nftr_flights_open(const struct nftr_net *nnet)
{
	int cpu, sum = 0;

	for_each_possible_cpu(cpu)
		sum += *per_cpu_ptr(nnet->open, cpu);
	return max(sum, 0);
}

/* Whether a namespace found at its quota still is. */
static bool nftr_still_full(struct nftr_net *nnet)
{
	if (READ_ONCE(nnet->dying) || nftr_flights_open(nnet) >= nftr_flight_quota)
		return true;
	WRITE_ONCE(nnet->full, false);
	return false;
}

/* A crowded table is the time to add up what this namespace has of it. */
static bool nftr_at_quota(struct nftr_net *nnet)
{
	if (nftr_flights_open(nnet) < nftr_flight_quota)
		return false;
	WRITE_ONCE(nnet->full, true);
	return true;
}

/* Enter @verdict for each hit of a claimed flight; the claim is kept. */
static void nftr_flight_settle(struct nftr_flight *flight, enum nftr_verdict verdict)
{
	unsigned int i;

	for (i = 0; i < flight->refs; i++) {
		struct nftr_book *book = nftr_book_of(flight->nnet, flight->ref[i]);

		if (likely(book))
			nftr_book_verdict(book, flight->hook, verdict);
	}
	this_cpu_dec(*flight->nnet->open);
}

/**
 * nftr_flight_close() - enter the verdict and free a claimed flight
 * @flight:  gone after this
 * @verdict: what became of the packet
 *
 * The verdict falls at flight->hook.
 *
 * Context: any but NMI, RCU read section.
 */
void nftr_flight_close(struct nftr_flight *flight, enum nftr_verdict verdict)
{
	nftr_flight_settle(flight, verdict);
	atomic_long_set_release(nftr_key_of(flight), 0);
}

/* What became of a packet whose flight can't be followed any longer. */
static enum nftr_verdict nftr_stale_verdict(const struct nftr_flight *flight)
{
	/* Through its last hook, and no drop was seen: it was let go. */
	if (flight->state & NFTR_FINAL)
		return NFTR_ACCEPT;
	/* Nothing but reassembly takes a fragment without a sound. */
	if (flight->state & NFTR_FRAGMENT)
		return flight->state & NFTR_PASSED ? NFTR_ACCEPT : NFTR_STOLEN;
	return NFTR_LOST;
}

/*
 * The skb is another packet by now, or was not seen for long.
 * Context: as nftr_flight_close().
 */
void nftr_flight_close_stale(struct nftr_flight *flight)
{
	nftr_flight_close(flight, nftr_stale_verdict(flight));
}

/**
 * nftr_flight_follows() - can this flight's packet be where @state is?
 * @flight: claimed
 * @nnet:   where the packet is now
 * @state:  where the packet is now
 *
 * skb addresses are used again at once, and not every free is announced. A
 * packet goes from pre-routing to input or forward, from there and from output
 * to post-routing. With a VRF it goes through pre-routing twice.
 */
bool nftr_flight_follows(const struct nftr_flight *flight, const struct nftr_net *nnet,
			 const struct nf_hook_state *state)
{
	if (flight->nnet != nnet || flight->pf != state->pf)
		return false;
	if (!(flight->state & NFTR_PASSED))
		return flight->hook == state->hook;
	if (flight->state & NFTR_FINAL)
		return false;
	switch (flight->hook) {
	case NF_INET_PRE_ROUTING:
		return state->hook <= NF_INET_FORWARD;
	case NF_INET_FORWARD:
	case NF_INET_LOCAL_OUT:
		return state->hook == NF_INET_POST_ROUTING;
	default:
		return false;
	}
}

/* Claim a free entry for @key. Return: NULL when another was quicker. */
static struct nftr_flight *nftr_flight_take(unsigned long at, unsigned long key)
{
	if (unlikely(atomic_long_cmpxchg_acquire(&nftr_table.key[at], 0, key | NFTR_CLAIMED)))
		return NULL;
	return &nftr_table.flight[at];
}

/* Claim an entry whose packet is behind its last hook: it was let go. */
static struct nftr_flight *nftr_flight_evict(unsigned long at, unsigned long key)
{
	struct nftr_flight *flight = &nftr_table.flight[at];
	long old = atomic_long_read(&nftr_table.key[at]);

	if (!old || (old & NFTR_CLAIMED) || !(READ_ONCE(flight->state) & NFTR_FINAL) ||
	    atomic_long_cmpxchg_acquire(&nftr_table.key[at], old, old | NFTR_CLAIMED) != old)
		return NULL;
	if (!(flight->state & NFTR_FINAL)) {
		nftr_flight_release(flight);
		return NULL;
	}
	nftr_flight_settle(flight, NFTR_ACCEPT);
	atomic_long_set(&nftr_table.key[at], key | NFTR_CLAIMED);
	return flight;
}

/* An entry of a bucket that is not empty, claimed; or NULL. */
static noinline struct nftr_flight *nftr_flight_squeeze(struct nftr_net *nnet,
							unsigned long first, unsigned long key)
{
	struct nftr_flight *flight;
	unsigned long at;

	if (nftr_at_quota(nnet))
		return NULL;
	for (at = first; at < first + NFTR_WAYS; at++) {
		flight = nftr_flight_take(at, key);
		if (flight)
			return flight;
	}
	for (at = first; at < first + NFTR_WAYS; at++) {
		flight = nftr_flight_evict(at, key);
		if (flight)
			return flight;
	}
	return NULL;
}

/* The packet's own flight when it has one that fits; a stale one is closed. */
static noinline struct nftr_flight *nftr_flight_meet(struct nftr_net *nnet,
						     const struct sk_buff *skb,
						     const struct nf_hook_state *state,
						     unsigned long first)
{
	struct nftr_flight *flight = nftr_flight_search(first, (unsigned long)skb);

	if (!flight)
		return NULL;
	if (!nftr_flight_follows(flight, nnet, state)) {
		nftr_flight_close_stale(flight);
		return NULL;
	}
	if (flight->state & NFTR_FRAGMENT)
		nftr_fragment_check(flight, skb, state);
	flight->seen = jiffies;
	flight->hook = state->hook;
	flight->state &= ~NFTR_PASSED;
	return flight;
}

static void nftr_flight_begin(struct nftr_flight *flight, struct nftr_net *nnet,
			      const struct sk_buff *skb, const struct nf_hook_state *state)
{
	flight->nnet = nnet;
	flight->id = this_cpu_inc_return(nftr_flight_ids);
	flight->seen = jiffies;
	flight->pf = state->pf;
	flight->hook = state->hook;
	flight->state = 0;
	flight->refs = 0;
	if (nftr_may_defragment(state) && nftr_fragment_key(skb, state, &flight->fragment))
		flight->state = NFTR_FRAGMENT;
	this_cpu_inc(*nnet->open);
}

/**
 * nftr_flight_hit() - note that this packet hit a rule
 * @nnet:  of the rule
 * @book:  the rule's, with the hit already counted
 * @skb:   read only; only its address is kept
 * @state: where the packet is
 *
 * When there is no room the rule's untracked count is raised instead.
 *
 * Context: any but NMI, RCU read section.
 */
void nftr_flight_hit(struct nftr_net *nnet, struct nftr_book *book,
		     const struct sk_buff *skb, const struct nf_hook_state *state)
{
	unsigned long first = nftr_bucket_of((unsigned long)skb);
	struct nftr_flight *flight = NULL;

	if (unlikely(!nftr_bucket_empty(first))) {
		flight = nftr_flight_meet(nnet, skb, state, first);
		if (flight)
			goto add;
	}
	if (unlikely(READ_ONCE(nnet->full)) && nftr_still_full(nnet))
		goto untracked;
	if (likely(nftr_bucket_empty(first)))
		flight = nftr_flight_take(first, (unsigned long)skb);
	if (unlikely(!flight)) {
		flight = nftr_flight_squeeze(nnet, first, (unsigned long)skb);
		if (!flight)
			goto untracked;
	}
	nftr_flight_begin(flight, nnet, skb, state);
add:
	if (unlikely(flight->refs == NFTR_FLIGHT_REFS))
		nftr_book_untracked(book);
	else
		flight->ref[flight->refs++] = book->ref;
	nftr_flight_release(flight);
	return;

untracked:
	nftr_book_untracked(book);
}
