// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fates: the kernel announces most frees of packets by two tracepoints. A
 * followed packet that is freed before our last hook saw it was dropped,
 * stolen, or taken by the stack between two hooks.
 *
 * Owns:    the two probes; attached while a rule keeps verdicts anywhere.
 * Runs in: the probes in any context but NMI, on every packet freed on the
 *          host, often with interrupts off, on new kernels also preemptible.
 * Locks:   nftr_probes_lock around attaching; none in the probes, which
 *          neither sleep, allocate, send nor wake.
 */
#include "fate.h"
#include "compat_fate.h"
#include "flight.h"
#include "place.h"
#include "rule.h"
#include "sweep.h"

#include <linux/netfilter.h>
#include <linux/tracepoint.h>
#include <net/dst_metadata.h>
#include <net/ip6_fib.h>
#include <net/route.h>

static DEFINE_MUTEX(nftr_probes_lock);
static unsigned int nftr_probes_users;
static struct tracepoint *nftr_kfree_point;
static struct tracepoint *nftr_consume_point;

static bool nftr_has_reason(u32 reason)
{
	return reason != NFTR_NO_REASON && reason != SKB_DROP_REASON_NOT_SPECIFIED;
}

static enum nftr_owner nftr_free_owner(const struct nftr_free *free)
{
	if (free->reason == SKB_DROP_REASON_NETFILTER_DROP)
		return NFTR_OWNER_NETFILTER;
	return nftr_place_owner(free->location);
}

static bool nftr_routed_here(const struct sk_buff *skb, u8 pf)
{
	const struct dst_entry *dst = skb_dst(skb);

	if (pf == NFPROTO_IPV4)
		return container_of(dst, struct rtable, dst)->rt_flags &
		       (RTCF_LOCAL | RTCF_BROADCAST | RTCF_MULTICAST);
	return container_of(dst, struct rt6_info, dst)->rt6i_flags & (RTF_LOCAL | RTF_ANYCAST) ||
	       ipv6_addr_is_multicast(&ipv6_hdr(skb)->daddr);
}

/* The hook behind the one that the packet has passed. */
static u8 nftr_next_hook(const struct nftr_flight *flight, const struct sk_buff *skb)
{
	if (flight->hook != NF_INET_PRE_ROUTING)
		return NF_INET_POST_ROUTING;
	if (!skb_valid_dst(skb))
		return NF_INET_PRE_ROUTING;
	return nftr_routed_here(skb, flight->pf) ? NF_INET_LOCAL_IN : NF_INET_FORWARD;
}

static void nftr_note_place(const struct nftr_flight *flight, enum nftrace_place_kind kind,
			    const struct nftr_free *free)
{
	unsigned int i;

	for (i = 0; i < flight->refs; i++) {
		struct nftr_book *book = nftr_book_of(flight->nnet, flight->ref[i]);

		if (!book)
			continue;
		nftr_book_note_place(book, kind, free->location, free->reason);
		if (kind == NFTRACE_PLACE_AFTER)
			nftr_book_after(book);
	}
}

static void nftr_close_drop(struct nftr_flight *flight, const struct nftr_free *free)
{
	nftr_note_place(flight, NFTRACE_PLACE_DROP, free);
	nftr_flight_close(flight, NFTR_DROP, free);
}

/* Freed inside a hook. */
static void nftr_freed_in_hook(struct nftr_flight *flight, const struct nftr_free *free)
{
	if (free->drop && nftr_free_owner(free) != NFTR_OWNER_INNOCENT) {
		nftr_close_drop(flight, free);
		return;
	}
	nftr_note_place(flight, NFTRACE_PLACE_STOLEN, free);
	nftr_flight_close(flight, NFTR_STOLEN, free);
}

/* Freed behind a hook that it passed, before our last hook of the next one. */
static void nftr_freed_between(struct nftr_flight *flight, struct nftr_free *free)
{
	enum nftr_owner owner = free->drop ? nftr_free_owner(free) : NFTR_OWNER_INNOCENT;

	/* A reason other than netfilter's own is the stack's, wherever it is. */
	if (owner == NFTR_OWNER_NETFILTER &&
	    (free->reason == SKB_DROP_REASON_NETFILTER_DROP || !nftr_has_reason(free->reason))) {
		flight->hook = nftr_next_hook(flight, free->skb);
		nftr_close_drop(flight, free);
		return;
	}
	free->after = owner != NFTR_OWNER_INNOCENT;
	free->drop = free->after;
	if (free->after)
		nftr_note_place(flight, NFTRACE_PLACE_AFTER, free);
	nftr_flight_close(flight, NFTR_ACCEPT, free);
}

/* Freed behind its last hook, where only a hook behind ours still counts. */
static void nftr_freed_final(struct nftr_flight *flight, struct nftr_free *free)
{
	bool behind = !(flight->state & NFTR_FATE) && free->skb->dev == flight->dev &&
		      free->skb->skb_iif == flight->iif;

	/* No fragment gets here before it is merged, nothing is queued in segments:
	 * of the innocent places none is met.
	 */
	if (behind && free->drop && nftr_free_owner(free) == NFTR_OWNER_NETFILTER) {
		nftr_close_drop(flight, free);
		return;
	}
	nftr_flight_close(flight, NFTR_ACCEPT, free);
}

static void nftr_freed(struct nftr_flight *flight, struct nftr_free *free)
{
	if (flight->state & NFTR_FINAL)
		nftr_freed_final(flight, free);
	else if (flight->state & NFTR_PASSED)
		nftr_freed_between(flight, free);
	else
		nftr_freed_in_hook(flight, free);
}

/* There are flights in the packet's bucket; perhaps its own. */
static noinline void nftr_free_busy(const struct sk_buff *skb, unsigned long location,
				    u32 reason, bool drop)
{
	struct nftr_flight *flight = nftr_flight_claim(skb);
	struct nftr_free free = {
		.skb = skb, .location = location, .reason = reason, .drop = drop,
	};

	if (!flight)
		return;
	/* New kernels call probes under no more than SRCU. */
	rcu_read_lock();
	nftr_freed(flight, &free);
	rcu_read_unlock();
}

static notrace void nftr_probe_kfree(void *unused, NFTR_KFREE_SKB_ARGS)
{
	if (nftr_flights_used() &&
	    unlikely(!nftr_bucket_empty(nftr_bucket_of((unsigned long)skb))))
		nftr_free_busy(skb, (unsigned long)location, reason, true);
}

static notrace void nftr_probe_consume(void *unused, NFTR_CONSUME_SKB_ARGS)
{
	if (nftr_flights_used() &&
	    unlikely(!nftr_bucket_empty(nftr_bucket_of((unsigned long)skb))))
		nftr_free_busy(skb, NFTR_CONSUME_SKB_LOCATION, NFTR_NO_REASON, false);
}

/* consume_skb is not exported; the list of tracepoints is. */
static void nftr_find_point(struct tracepoint *point, void *unused)
{
	if (!strcmp(point->name, "kfree_skb"))
		nftr_kfree_point = point;
	else if (!strcmp(point->name, "consume_skb"))
		nftr_consume_point = point;
}

/* Return: 0, or -ENOENT on a kernel without these tracepoints. */
int nftr_probes_init(void)
{
	for_each_kernel_tracepoint(nftr_find_point, NULL);
	return nftr_kfree_point && nftr_consume_point ? 0 : -ENOENT;
}

static int nftr_probes_attach(void)
{
	int err;

	err = tracepoint_probe_register(nftr_kfree_point, nftr_probe_kfree, NULL);
	if (err)
		return err;
	err = tracepoint_probe_register(nftr_consume_point, nftr_probe_consume, NULL);
	if (err)
		goto undo_kfree;
	static_branch_enable(&nftr_flights_on);
	nftr_sweep_start();
	return 0;

undo_kfree:
	tracepoint_probe_unregister(nftr_kfree_point, nftr_probe_kfree, NULL);
	tracepoint_synchronize_unregister();
	return err;
}

/* No rule keeps verdicts any more, so no packet path opens flights. */
static void nftr_probes_detach(void)
{
	static_branch_disable(&nftr_flights_on);
	tracepoint_probe_unregister(nftr_consume_point, nftr_probe_consume, NULL);
	tracepoint_probe_unregister(nftr_kfree_point, nftr_probe_kfree, NULL);
	tracepoint_synchronize_unregister();
	nftr_sweep_stop();
	nftr_flights_purge(NULL);
}

/**
 * nftr_probes_get() - a rule that keeps verdicts comes
 *
 * Context: process, may sleep, a namespace's lock held.
 * Return: 0 or what attaching the probes returned.
 */
int nftr_probes_get(void)
{
	int err = 0;

	mutex_lock(&nftr_probes_lock);
	if (!nftr_probes_users)
		err = nftr_probes_attach();
	if (!err)
		nftr_probes_users++;
	mutex_unlock(&nftr_probes_lock);
	return err;
}

/* Such a rule goes. Context: as nftr_probes_get(). */
void nftr_probes_put(void)
{
	mutex_lock(&nftr_probes_lock);
	if (!--nftr_probes_users)
		nftr_probes_detach();
	mutex_unlock(&nftr_probes_lock);
}

/**
 * nftr_reason_name() - the running kernel's name of a drop reason
 * @reason: or NFTR_NO_REASON
 *
 * Context: RCU read section.
 * Return: the name without SKB_DROP_REASON_, or NULL.
 */
const char *nftr_reason_name(u32 reason)
{
	return reason == NFTR_NO_REASON ? NULL : nftr_compat_reason_name(reason);
}
