// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fragments. Defragmentation keeps the skb that came last, makes it the whole
 * packet, and merges the others into it; most of these vanish without a probe
 * being called. So when a flight that began as a fragment is found to be whole,
 * the key of its packet is noted here, and the sweeper closes the flights that
 * share it.
 *
 * Owns:    a ring of the keys of packets that became whole.
 * Runs in: packet paths, any context but NMI; the sweeper reads.
 * Locks:   none. A key that the ring lost costs time, not exactness: its
 *          flights are closed by their age.
 */
#include "fragment.h"
#include "flight.h"

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/jhash.h>
#include <net/ip.h>
#include <net/ipv6.h>

#define NFTR_RING 256

static u32 nftr_ring[NFTR_RING];
static atomic_t nftr_ring_next;
static unsigned int nftr_ring_done;	/* the sweeper's */

static bool nftr_fragment_key4(const struct sk_buff *skb, u32 *key)
{
	struct iphdr buf;
	const struct iphdr *ip = skb_header_pointer(skb, skb_network_offset(skb),
						    sizeof(buf), &buf);

	if (!ip || likely(!ip_is_fragment(ip)))
		return false;
	*key = jhash_3words((__force u32)ip->saddr, (__force u32)ip->daddr,
			    (__force u32)ip->id << 16 | ip->protocol, 4) | 1;
	return true;
}

static bool nftr_fragment_key6(const struct sk_buff *skb, u32 *key)
{
	const struct ipv6hdr *ip;
	const struct frag_hdr *frag;
	struct ipv6hdr ip_buf;
	struct frag_hdr frag_buf;
	unsigned int offset = 0;
	unsigned short at;

	ip = skb_header_pointer(skb, skb_network_offset(skb), sizeof(ip_buf), &ip_buf);
	if (!ip || likely(!ipv6_ext_hdr(ip->nexthdr)))
		return false;
	if (ipv6_find_hdr(skb, &offset, NEXTHDR_FRAGMENT, &at, NULL) < 0)
		return false;
	frag = skb_header_pointer(skb, offset, sizeof(frag_buf), &frag_buf);
	if (!frag)
		return false;
	*key = jhash2((const u32 *)&ip->saddr, 8, (__force u32)frag->identification) | 1;
	return true;
}

/**
 * nftr_fragment_key() - is this packet a fragment, and of which packet?
 * @skb:   read only
 * @state: where it is
 * @key:   set to a hash of what all its fragments share, never 0
 *
 * Context: any but NMI.
 */
bool nftr_fragment_key(const struct sk_buff *skb, const struct nf_hook_state *state, u32 *key)
{
	if (state->pf == NFPROTO_IPV4)
		return nftr_fragment_key4(skb, key);
	return nftr_fragment_key6(skb, key);
}

/* A claimed flight began as a fragment: has it become whole? */
void nftr_fragment_check(struct nftr_flight *flight, const struct sk_buff *skb,
			 const struct nf_hook_state *state)
{
	u32 key;

	if (nftr_fragment_key(skb, state, &key))
		return;
	flight->state &= ~NFTR_FRAGMENT;
	WRITE_ONCE(nftr_ring[atomic_inc_return(&nftr_ring_next) % NFTR_RING], flight->fragment);
}

/* The sweeper's: keys up to here are covered by the sweep that begins. */
unsigned int nftr_fragment_mark(void)
{
	return atomic_read(&nftr_ring_next);
}

/* The sweeper's: has the whole packet been seen since the last sweep? */
bool nftr_fragment_merged(u32 key)
{
	unsigned int i, end = atomic_read(&nftr_ring_next);

	if (end - nftr_ring_done > NFTR_RING)
		nftr_ring_done = end - NFTR_RING;
	for (i = nftr_ring_done; i != end; i++)
		if (READ_ONCE(nftr_ring[(i + 1) % NFTR_RING]) == key)
			return true;
	return false;
}

/* The sweeper's: the sweep is over. */
void nftr_fragment_forget(unsigned int upto)
{
	nftr_ring_done = upto;
}
