/* SPDX-License-Identifier: GPL-2.0-only */
/* Flights: packets that hit a rule and are followed until their verdict. */
#ifndef _NFTR_FLIGHT_H
#define _NFTR_FLIGHT_H

#include "book.h"

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/hash.h>
#include <linux/jump_label.h>
#include <linux/skbuff.h>

struct nf_hook_state;
struct nftr_net;

#define NFTR_WAYS	 4
#define NFTR_FLIGHT_REFS 16

/* Bounds of the table's size. */
#define NFTR_FLIGHTS_LEAST 64U
#define NFTR_FLIGHTS_MOST  (1U << 20)

/* A key is the skb's address; this bit is set while somebody is at the flight. */
#define NFTR_CLAIMED	 1UL

enum nftr_flight_bits {
	/* Our last hook let it out of @hook: it is between two hooks. */
	NFTR_PASSED	= BIT(0),
	/* @hook was the packet's last one, but a hook may stand behind ours. */
	NFTR_FINAL	= BIT(1),
	/* It was a fragment when first seen: defragmentation may merge it. */
	NFTR_FRAGMENT	= BIT(2),
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
	u64		ref[NFTR_FLIGHT_REFS];
} ____cacheline_aligned_in_smp;

/**
 * struct nftr_flights - the table, one for the machine
 * @key:    skb addresses, apart from the bodies: a look-up that finds nothing,
 *          which is every packet freed on the host, touches half a cache line
 * @flight: the bodies, in the order of the keys
 * @bits:   log2 of the number of buckets
 */
struct nftr_flights {
	atomic_long_t		*key;
	struct nftr_flight	*flight;
	unsigned int		bits;
};

extern struct nftr_flights nftr_table;

/* On while a rule that keeps verdicts exists anywhere. */
DECLARE_STATIC_KEY_FALSE(nftr_flights_on);

int nftr_flights_init(void);
void nftr_flights_exit(void);

struct nftr_flight *nftr_flight_claim_at(unsigned int at, unsigned long key);
bool nftr_flight_follows(const struct nftr_flight *flight, const struct nftr_net *nnet,
			 const struct nf_hook_state *state);
void nftr_flight_hit(struct nftr_net *nnet, struct nftr_book *book,
		     const struct sk_buff *skb, const struct nf_hook_state *state);
void nftr_flight_release(struct nftr_flight *flight);
void nftr_flight_close(struct nftr_flight *flight, enum nftr_verdict verdict);
void nftr_flight_close_stale(struct nftr_flight *flight);
unsigned int nftr_flights_open(const struct nftr_net *nnet);

/**
 * nftr_flight_claim() - take hold of a packet's flight
 *
 * Context: any but NMI; between claim and release nothing may sleep.
 * Return: the flight, to be released or closed, or NULL when there is none.
 */
static inline struct nftr_flight *nftr_flight_claim(const struct sk_buff *skb)
{
	unsigned long key = (unsigned long)skb;
	unsigned int at = hash_long(key, nftr_table.bits) * NFTR_WAYS;
	unsigned int way;

	for (way = 0; way < NFTR_WAYS; way++, at++)
		if (unlikely((atomic_long_read(&nftr_table.key[at]) & ~NFTR_CLAIMED) == key))
			return nftr_flight_claim_at(at, key);
	return NULL;
}

#endif /* _NFTR_FLIGHT_H */
