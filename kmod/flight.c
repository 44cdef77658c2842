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
#include "tap.h"

#include <linux/netfilter.h>
#include <linux/percpu.h>
#include <linux/vmalloc.h>

struct nftr_flights nftr_table __read_mostly;
DEFINE_STATIC_KEY_FALSE(nftr_flights_on);

/* Begins at the CPU's number in the upper 16 bits: unique, whoever interrupts. */
static DEFINE_PER_CPU(u64, nftr_flight_ids);

/* A quota is kept to so many packets a CPU; a power of two. */
#define NFTR_QUOTA_STEP 32

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

/* Entry @at holds the packet's flight, and somebody is at it: wait, claim. */
struct nftr_flight *nftr_flight_contend(unsigned long at, unsigned long key)
{
	for (;;) {
		long old = atomic_long_cmpxchg_acquire(&nftr_table.key[at], key,
						       key | NFTR_CLAIMED);

		if (old == key)
			return &nftr_table.flight[at];
		if (old != (key | NFTR_CLAIMED))
			return NULL;
		/* The sweeper or a reader on another CPU, with interrupts off
		 * for a few instructions.
		 */
		cpu_relax();
	}
}

/* Flights not yet behind their last hook. Context: any; exact at rest. */
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

/* Add up what this namespace has of the table. */
static bool nftr_at_quota(struct nftr_net *nnet)
{
	if (nftr_flights_open(nnet) < nftr_flight_quota)
		return false;
	WRITE_ONCE(nnet->full, true);
	return true;
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
 * The skb is another packet by now, or began another life, or was not seen for
 * long. Context: as nftr_flight_close().
 */
void nftr_flight_close_stale(struct nftr_flight *flight, enum nftr_end end)
{
	const struct nftr_free gone = { .reason = NFTR_NO_REASON, .end = end };

	nftr_flight_close(flight, nftr_stale_verdict(flight), &gone);
}

/* Where a packet is met whose flight can't be there. */
static enum nftr_end nftr_end_met(const struct nftr_flight *flight, const struct nftr_net *nnet)
{
	return flight->nnet == nnet ? NFTR_END_MET_HERE : NFTR_END_MET_ELSEWHERE;
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
static inline struct nftr_flight *nftr_flight_take(unsigned long at, unsigned long key)
{
	if (unlikely(atomic_long_cmpxchg_acquire(&nftr_table.key[at], 0, key | NFTR_CLAIMED)))
		return NULL;
	/* Pairs with the sweeper's: it sees this key, or this sees its mark. An entry
	 * taken over from another packet needs none of this, it is never empty.
	 */
	smp_mb__after_atomic();
	if (unlikely(READ_ONCE(nftr_table.use) != NFTR_USED))
		WRITE_ONCE(nftr_table.use, NFTR_USED);
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
	nftr_flight_settle(flight, NFTR_ACCEPT, NULL);
	atomic_long_set(&nftr_table.key[at], key | NFTR_CLAIMED);
	return flight;
}

/* An entry of a bucket that is not empty, claimed; or NULL. */
static struct nftr_flight *nftr_flight_squeeze(struct nftr_net *nnet, unsigned long first,
					       unsigned long key)
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
static struct nftr_flight *nftr_flight_meet(struct nftr_net *nnet, const struct sk_buff *skb,
					    const struct nf_hook_state *state)
{
	struct nftr_flight *flight = nftr_flight_claim(skb);

	if (!flight)
		return NULL;
	if (!nftr_flight_follows(flight, nnet, state)) {
		nftr_flight_close_stale(flight, nftr_end_met(flight, nnet));
		return NULL;
	}
	if (flight->state & NFTR_FRAGMENT)
		nftr_fragment_check(flight, skb, state);
	flight->seen = jiffies;
	flight->hook = state->hook;
	flight->state &= ~NFTR_PASSED;
	return flight;
}

static noinline void nftr_flight_begin_fragment(struct nftr_flight *flight,
						const struct sk_buff *skb,
						const struct nf_hook_state *state)
{
	if (nftr_fragment_key(skb, state, &flight->fragment))
		flight->state = NFTR_FRAGMENT;
}

/* Fill in a claimed entry. */
static inline void nftr_flight_begin(struct nftr_flight *flight, struct nftr_net *nnet,
				     const struct nf_hook_state *state)
{
	flight->nnet = nnet;
	flight->id = this_cpu_inc_return(nftr_flight_ids);
	flight->seen = jiffies;
	flight->pf = state->pf;
	flight->hook = state->hook;
	flight->state = 0;
	flight->refs = 0;
}

/* It is filled in. The calls come last, so that little is kept over them. */
static inline void nftr_flight_begun(struct nftr_flight *flight, const struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	if (nftr_may_defragment(state))
		nftr_flight_begin_fragment(flight, skb, state);
	/* One namespace alone in a big table meets no full bucket: look at its
	 * quota each time this CPU's part of its count has grown by so many.
	 */
	if (unlikely(!(this_cpu_inc_return(*flight->nnet->open) % NFTR_QUOTA_STEP)))
		nftr_at_quota(flight->nnet);
}

/**
 * nftr_flight_open() - the packet's flight, found or begun
 * @nnet:  where the packet is
 * @skb:   read only; only its address is kept
 * @state: where the packet is
 *
 * Context: any but NMI, RCU read section.
 * Return: the flight, claimed; NULL when there is no room.
 */
struct nftr_flight *nftr_flight_open(struct nftr_net *nnet, const struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	struct nftr_flight *flight = nftr_flight_meet(nnet, skb, state);

	if (flight || (READ_ONCE(nnet->full) && nftr_still_full(nnet)))
		return flight;
	flight = nftr_flight_squeeze(nnet, nftr_bucket_of((unsigned long)skb),
				     (unsigned long)skb);
	if (flight) {
		nftr_flight_begin(flight, nnet, state);
		nftr_flight_begun(flight, skb, state);
	}
	return flight;
}

/*
 * Note a hit of a packet that may have a flight. Return: the flight, claimed; NULL
 * when there is no room.
 */
static struct nftr_flight *nftr_flight_add_hit(struct nftr_rule *rule, struct nftr_book *book,
					       const struct sk_buff *skb,
					       const struct nf_hook_state *state)
{
	struct nftr_flight *flight = nftr_flight_open(rule->nnet, skb, state);

	if (!flight || flight->refs == NFTR_FLIGHT_REFS)
		nftr_book_untracked(book);
	else
		flight->ref[flight->refs++] = book->ref;
	return flight;
}

/* The packet has a flight, or its bucket is in use, or a limit exists. */
static noinline void nftr_flight_hit_slow(struct nftr_rule *rule, struct nftr_book *book,
					  const struct sk_buff *skb,
					  const struct nf_hook_state *state)
{
	struct nftr_flight *flight = nftr_flight_add_hit(rule, book, skb, state);

	if (flight)
		nftr_flight_release(flight);
}

/*
 * The first hit of most packets. Return: entry @at of the table claimed, with the
 * hit; NULL when it is in use, or there is a limit to look at.
 */
static inline struct nftr_flight *nftr_flight_first_hit(struct nftr_net *nnet,
							const struct nftr_book *book,
							unsigned long at, const struct sk_buff *skb,
							const struct nf_hook_state *state)
{
	struct nftr_flight *flight;

	if (unlikely(!nftr_bucket_empty(at) || READ_ONCE(nnet->full)))
		return NULL;
	flight = nftr_flight_take(at, (unsigned long)skb);
	if (unlikely(!flight))
		return NULL;
	nftr_flight_begin(flight, nnet, state);
	flight->refs = 1;
	flight->ref[0] = book->ref;
	nftr_flight_begun(flight, skb, state);
	return flight;
}

/**
 * nftr_flight_hit() - note that this packet hit a rule
 * @rule:  that one
 * @book:  the rule's, with the hit already counted
 * @skb:   read only; only its address is kept
 * @state: where the packet is
 *
 * When there is no room the rule's untracked count is raised instead. While taps are
 * open nftr_flight_hit_tapped() stands in for this.
 *
 * Context: any but NMI, RCU read section.
 */
void nftr_flight_hit(struct nftr_rule *rule, struct nftr_book *book,
		     const struct sk_buff *skb, const struct nf_hook_state *state)
{
	unsigned long at = nftr_bucket_of((unsigned long)skb);

	if (likely(nftr_flight_first_hit(rule->nnet, book, at, skb, state)))
		atomic_long_set_release(&nftr_table.key[at], (unsigned long)skb);
	else
		nftr_flight_hit_slow(rule, book, skb, state);
}

/* The same while taps are open somewhere. */
void nftr_flight_hit_tapped(struct nftr_rule *rule, struct nftr_book *book,
			    const struct sk_buff *skb, const struct nf_hook_state *state)
{
	unsigned long at = nftr_bucket_of((unsigned long)skb);
	struct nftr_flight *flight = nftr_flight_first_hit(rule->nnet, book, at, skb, state);

	if (unlikely(!flight))
		flight = nftr_flight_add_hit(rule, book, skb, state);
	if (unlikely(!flight)) {
		nftr_taps_crowded(rule);
		return;
	}
	/* Pairs with the release when one was first opened in this namespace: there
	 * are notes.
	 */
	if (likely(smp_load_acquire(&rule->nnet->tapped)))
		nftr_taps_hit(flight, rule, skb, state);
	nftr_flight_release(flight);
}
