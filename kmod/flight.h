/* SPDX-License-Identifier: GPL-2.0-only */
/* Flights: packets that hit a rule and are followed until their verdict. */
#ifndef _NFTR_FLIGHT_H
#define _NFTR_FLIGHT_H

#include "rule.h"

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/jump_label.h>
#include <linux/skbuff.h>

struct nf_hook_state;

#define NFTR_WAYS	 4
#define NFTR_FLIGHT_REFS 16

/* Bounds of the table's size. */
#define NFTR_FLIGHTS_LEAST 64U
#define NFTR_FLIGHTS_MOST  1048576U

/* A key is the skb's address; this bit is set while somebody is at the flight. */
#define NFTR_CLAIMED	 BIT(0)

enum nftr_flight_bits {
	/* Our last hook let it out of @hook: it is between two hooks. */
	NFTR_PASSED	= BIT(0),
	/* @hook was the packet's last one, but a hook may stand behind ours. */
	NFTR_FINAL	= BIT(1),
	/* It was a fragment when first seen: defragmentation may merge it. */
	NFTR_FRAGMENT	= BIT(2),
	/* The books are done; a tap waits for its fate. With NFTR_FINAL. */
	NFTR_FATE	= BIT(3),
};

/**
 * struct nftr_flight - one packet from its first hit to its verdict
 * @nnet:  where it is; the flight is closed before that goes away
 * @id:    unique over time: CPU in the upper 16 bits, that CPU's count below
 * @dev:   with NFTR_FINAL, the skb's device at our hook; compared only
 * @iif:   with NFTR_FINAL, the skb's skb_iif at our hook
 * @seen:  jiffies when it was last met
 * @fragment: with NFTR_FRAGMENT, hash of what its whole packet has in common
 * @pf:    NFPROTO_IPV4 or NFPROTO_IPV6
 * @hook:  the hook it is in, or left last
 * @state: enum nftr_flight_bits
 * @refs:  entries used in @ref
 * @taps:  who is to be told of it, one bit each, see tap.h; 0 when it is closed
 * @ref:   one for each hit, see struct nftr_book
 *
 * Valid only between a claim and its release.
 */
struct nftr_flight {
	struct nftr_net	*nnet;
	u64		id;
	const void	*dev;
	unsigned long	seen;
	int		iif;
	u32		fragment;
	u8		pf;
	u8		hook;
	u8		state;
	u8		refs;
	u32		taps;
	u64		ref[NFTR_FLIGHT_REFS];
} __aligned(256);

/* Whether there is a flight in the table. */
enum nftr_table_use {
	NFTR_UNUSED,
	/* There was one; the sweeper looks whether there is one yet. */
	NFTR_PERHAPS_USED,
	NFTR_USED,
};

/**
 * struct nftr_flights - the table, one for the machine
 * @key:    skb addresses, apart from the bodies: a look-up that finds nothing,
 *          which is every packet freed on the host, touches half a cache line
 * @flight: the bodies, in the order of the keys
 * @mask:   of an entry's number, the bits that choose the bucket
 * @use:    enum nftr_table_use; read by each packet, written when the first
 *          flight comes and when the sweeper found none
 */
struct nftr_flights {
	atomic_long_t		*key;
	struct nftr_flight	*flight;
	unsigned long		mask;
	u32			use;
};

extern struct nftr_flights nftr_table;

/* How a packet left our sight. */
enum nftr_end {
	/* A probe saw it freed. */
	NFTR_END_FREED,
	/* Its skb was met again in this namespace, in another. */
	NFTR_END_MET_HERE,
	NFTR_END_MET_ELSEWHERE,
	/* Nothing was heard of it for long. */
	NFTR_END_AGED,
	/* Room was needed, or we end. */
	NFTR_END_UNKNOWN,
};

/**
 * struct nftr_free - the packet's last sign of life
 * @skb:      NULL unless freed
 * @location: an address in the function that freed it, 0 if not told
 * @reason:   skb_drop_reason, or NFTR_NO_REASON
 * @end:      what happened
 * @drop:     announced as a drop, and one
 * @after:    netfilter had let it go; the stack dropped it
 */
struct nftr_free {
	const struct sk_buff	*skb;
	unsigned long		location;
	u32			reason;
	enum nftr_end		end;
	bool			drop;
	bool			after;
};

/* On while a rule that keeps verdicts, or a tap with a filter, exists anywhere. */
DECLARE_STATIC_KEY_FALSE(nftr_flights_on);

/* On while a tap is open anywhere, and until no flight has its bit. */
DECLARE_STATIC_KEY_FALSE(nftr_taps_on);

int nftr_flights_init(void);
void nftr_flights_exit(void);

struct nftr_flight *nftr_flight_contend(unsigned long at, unsigned long key);
bool nftr_flight_follows(const struct nftr_flight *flight, const struct nftr_net *nnet,
			 const struct nf_hook_state *state);
void nftr_flight_hit(struct nftr_rule *rule, struct nftr_book *book,
		     const struct sk_buff *skb, const struct nf_hook_state *state);
void nftr_flight_hit_tapped(struct nftr_rule *rule, struct nftr_book *book,
			    const struct sk_buff *skb, const struct nf_hook_state *state);
struct nftr_flight *nftr_flight_open(struct nftr_net *nnet, const struct sk_buff *skb,
				     const struct nf_hook_state *state);
void nftr_event_end(struct nftr_flight *flight, enum nftr_verdict verdict,
		    const struct nftr_free *free);
void nftr_flight_leave(struct nftr_flight *flight, const struct sk_buff *skb);
void nftr_flight_close_stale(struct nftr_flight *flight, enum nftr_end end);
unsigned int nftr_flights_open(const struct nftr_net *nnet);

/* First entry of the bucket: skbs of a slab lie 256 bytes apart. */
static inline unsigned long nftr_bucket_of(unsigned long key)
{
	return (key >> 6 ^ key >> 17) & nftr_table.mask;
}

/*
 * Whether a packet needs to be looked for at all. Who opened its flight made this
 * true before, and it stays true while there is one.
 */
static inline bool nftr_flights_used(void)
{
	return READ_ONCE(nftr_table.use) != NFTR_UNUSED;
}

/* Nearly every bucket is, nearly always. */
static inline bool nftr_bucket_empty(unsigned long first)
{
	const atomic_long_t *key = &nftr_table.key[first];

	/* A packet's own key was written before the packet came here, and what another
	 * writes meanwhile does not count. Plain reads are an instruction less each.
	 */
	return data_race(!(key[0].counter | key[1].counter | key[2].counter | key[3].counter));
}

/* Claim the packet's flight in a bucket that is not empty, or NULL. */
static inline struct nftr_flight *nftr_flight_search(unsigned long first, unsigned long key)
{
	unsigned long at;

	for (at = first; at < first + NFTR_WAYS; at++) {
		if ((atomic_long_read(&nftr_table.key[at]) & ~NFTR_CLAIMED) != key)
			continue;
		if (likely(atomic_long_try_cmpxchg_acquire(&nftr_table.key[at], &(long){ key },
							   key | NFTR_CLAIMED)))
			return &nftr_table.flight[at];
		return nftr_flight_contend(at, key);
	}
	return NULL;
}

/**
 * nftr_flight_claim() - take hold of a packet's flight
 * @skb: only its address is used
 *
 * Context: any but NMI; between claim and release nothing may sleep.
 * Return: the flight, to be released or closed, or NULL when there is none.
 */
static inline struct nftr_flight *nftr_flight_claim(const struct sk_buff *skb)
{
	unsigned long first = nftr_bucket_of((unsigned long)skb);

	if (likely(nftr_bucket_empty(first)))
		return NULL;
	return nftr_flight_search(first, (unsigned long)skb);
}

static inline atomic_long_t *nftr_key_of(const struct nftr_flight *flight)
{
	return &nftr_table.key[flight - nftr_table.flight];
}

/* Done with it for now; it stays open. */
static inline void nftr_flight_release(struct nftr_flight *flight)
{
	atomic_long_t *key = nftr_key_of(flight);

	atomic_long_set_release(key, atomic_long_read(key) & ~NFTR_CLAIMED);
}

/* The entry is free for another packet. */
static inline void nftr_flight_end(struct nftr_flight *flight)
{
	atomic_long_set_release(nftr_key_of(flight), 0);
}

/* Enter @verdict for each hit. */
static inline void nftr_flight_enter(struct nftr_flight *flight, enum nftr_verdict verdict)
{
	struct nftr_net *nnet = flight->nnet;
	unsigned int i;

	for (i = 0; i < flight->refs; i++) {
		struct nftr_book *book = nftr_book_of(nnet, flight->ref[i]);

		if (likely(book))
			nftr_book_verdict(book, flight->hook, verdict);
	}
	if (likely(!(flight->state & NFTR_FINAL)))
		this_cpu_dec(*nnet->open);
}

/* Whether somebody is to be told of it; nothing to ask while nobody has a tap. */
static inline bool nftr_flight_tapped(const struct nftr_flight *flight)
{
	return static_branch_unlikely(&nftr_taps_on) && flight->taps;
}

/* Tell the taps, and enter @verdict for each hit; the claim is kept. */
static inline void nftr_flight_settle(struct nftr_flight *flight, enum nftr_verdict verdict,
				      const struct nftr_free *free)
{
	if (nftr_flight_tapped(flight))
		nftr_event_end(flight, verdict, free);
	nftr_flight_enter(flight, verdict);
}

/**
 * nftr_flight_close() - enter the verdict and free a claimed flight
 * @flight:  gone after this
 * @verdict: what became of the packet, at flight->hook
 * @free:    its last sign of life; NULL when there was none
 *
 * Context: any but NMI, RCU read section.
 */
static inline void nftr_flight_close(struct nftr_flight *flight, enum nftr_verdict verdict,
				     const struct nftr_free *free)
{
	nftr_flight_settle(flight, verdict, free);
	nftr_flight_end(flight);
}

#endif /* _NFTR_FLIGHT_H */
