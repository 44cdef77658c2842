// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hooks: the last one at each hook point, where a packet that hit a rule has
 * got through.
 *
 * Owns:    a registration for IPv4 and one for IPv6 at each hook point that
 *          packets of a rule with verdicts can reach, from the first such rule
 *          in a namespace on. They stay until the namespace dies or the module
 *          goes: to unregister any hook makes the kernel drop every packet
 *          that NFQUEUE holds in that namespace. Without such rules they are
 *          inert behind a static key.
 * Runs in: softirq and process context, under RCU.
 * Locks:   none on the packet path.
 */
#include "hooks.h"
#include "flight.h"
#include "fragment.h"
#include "main.h"
#include "note.h"
#include "tap.h"

#include <linux/jiffies.h>
#include <linux/netfilter.h>
#include <net/net_namespace.h>

static unsigned int nftr_last_hook(void *priv, struct sk_buff *skb,
				   const struct nf_hook_state *state);
static unsigned int nftr_first_hook(void *priv, struct sk_buff *skb,
				    const struct nf_hook_state *state);

#define NFTR_LAST(family, point)			\
	{						\
		.hook		= nftr_last_hook,	\
		.pf		= family,		\
		.hooknum	= point,		\
		.priority	= INT_MAX,		\
	}

/* By hook point; nnet->hooked has a bit for each, in this order. */
static const struct nf_hook_ops nftr_ops[NF_INET_NUMHOOKS][2] = {
	{
		NFTR_LAST(NFPROTO_IPV4, NF_INET_PRE_ROUTING),
		NFTR_LAST(NFPROTO_IPV6, NF_INET_PRE_ROUTING),
	}, {
		NFTR_LAST(NFPROTO_IPV4, NF_INET_LOCAL_IN),
		NFTR_LAST(NFPROTO_IPV6, NF_INET_LOCAL_IN),
	}, {
		NFTR_LAST(NFPROTO_IPV4, NF_INET_FORWARD),
		NFTR_LAST(NFPROTO_IPV6, NF_INET_FORWARD),
	}, {
		NFTR_LAST(NFPROTO_IPV4, NF_INET_LOCAL_OUT),
		NFTR_LAST(NFPROTO_IPV6, NF_INET_LOCAL_OUT),
	}, {
		NFTR_LAST(NFPROTO_IPV4, NF_INET_POST_ROUTING),
		NFTR_LAST(NFPROTO_IPV6, NF_INET_POST_ROUTING),
	},
};

#define NFTR_FIRST(family, point)			\
	{						\
		.hook		= nftr_first_hook,	\
		.pf		= family,		\
		.hooknum	= point,		\
		.priority	= INT_MIN,		\
	}

/* Where packets begin their way: a tap's filter sees them there. Each namespace has
 * a copy that leads to its state.
 */
static const struct nf_hook_ops nftr_first_ops[NFTR_FIRST_HOOKS] = {
	NFTR_FIRST(NFPROTO_IPV4, NF_INET_PRE_ROUTING),
	NFTR_FIRST(NFPROTO_IPV4, NF_INET_LOCAL_OUT),
	NFTR_FIRST(NFPROTO_IPV6, NF_INET_PRE_ROUTING),
	NFTR_FIRST(NFPROTO_IPV6, NF_INET_LOCAL_OUT),
};

/* Where a packet that hit a rule at a hook point may go from there. */
static const unsigned int nftr_reach[NF_INET_NUMHOOKS] = {
	[NF_INET_PRE_ROUTING]	= BIT(NF_INET_PRE_ROUTING) | BIT(NF_INET_LOCAL_IN) |
				  BIT(NF_INET_FORWARD) | BIT(NF_INET_POST_ROUTING),
	[NF_INET_LOCAL_IN]	= BIT(NF_INET_LOCAL_IN),
	[NF_INET_FORWARD]	= BIT(NF_INET_FORWARD) | BIT(NF_INET_POST_ROUTING),
	[NF_INET_LOCAL_OUT]	= BIT(NF_INET_LOCAL_OUT) | BIT(NF_INET_POST_ROUTING),
	[NF_INET_POST_ROUTING]	= BIT(NF_INET_POST_ROUTING),
};

/*
 * Whether no hook stands behind ours. Conntrack's confirm has our priority and
 * may be there: of two equals, the one registered later goes in front.
 */
static bool nftr_nobody_behind(const struct nf_hook_state *state)
{
	const struct nf_hook_entries *entries;

	if (state->pf == NFPROTO_IPV4)
		entries = rcu_dereference(state->net->nf.hooks_ipv4[state->hook]);
	else
		entries = rcu_dereference(state->net->nf.hooks_ipv6[state->hook]);
	return entries->hooks[entries->num_hook_entries - 1].hook == nftr_last_hook;
}

/* The packet got through a hook after which netfilter is done with it. */
static void nftr_pass_final(struct nftr_flight *flight, const struct sk_buff *skb,
			    const struct nf_hook_state *state)
{
	if (likely(nftr_nobody_behind(state))) {
		if (nftr_flight_tapped(flight)) {
			nftr_flight_leave(flight, skb);
			return;
		}
		nftr_flight_enter(flight, NFTR_ACCEPT);
		nftr_flight_end(flight);
		return;
	}
	/* A hook behind us may yet drop it, and that would be netfilter's
	 * drop. The flight stays to be seen by the free probe; the device
	 * tells such a drop from one in the packet's next life.
	 */
	flight->dev = skb->dev;
	flight->iif = skb->skb_iif;
	if (nftr_flight_tapped(flight))
		nftr_note_last_hook(flight, skb);
	/* From here on it gives way to any other, and counts for no quota:
	 * the frees of a busy TCP receiver are not announced.
	 */
	this_cpu_dec(*flight->nnet->open);
	flight->state |= NFTR_PASSED | NFTR_FINAL;
	nftr_flight_release(flight);
}

/* It hit a rule at this very hook; most do. */
static bool nftr_hit_here(const struct nftr_flight *flight, const struct nf_hook_state *state)
{
	return flight->hook == state->hook && flight->pf == state->pf && !flight->state &&
	       flight->nnet->net == state->net;
}

static void nftr_pass(struct nftr_flight *flight, const struct sk_buff *skb,
		      const struct nf_hook_state *state)
{
	if (unlikely(!nftr_hit_here(flight, state))) {
		if (flight->nnet->net != state->net ||
		    !nftr_flight_follows(flight, flight->nnet, state)) {
			nftr_flight_close_stale(flight, flight->nnet->net == state->net ?
						NFTR_END_MET_HERE : NFTR_END_MET_ELSEWHERE);
			return;
		}
		if (flight->state & NFTR_FRAGMENT)
			nftr_fragment_check(flight, skb, state);
		flight->hook = state->hook;
	}
	flight->seen = jiffies;
	if (state->hook == NF_INET_LOCAL_IN || state->hook == NF_INET_POST_ROUTING) {
		nftr_pass_final(flight, skb, state);
		return;
	}
	flight->state |= NFTR_PASSED;
	nftr_flight_release(flight);
}

/* Its arguments stand where the hook's do: an idle hook moves none of them. */
static noinline unsigned int nftr_last_hook_busy(unsigned long first, const struct sk_buff *skb,
						 const struct nf_hook_state *state)
{
	struct nftr_flight *flight = nftr_flight_search(first, (unsigned long)skb);

	if (flight)
		nftr_pass(flight, skb, state);
	return NF_ACCEPT;
}

static notrace unsigned int nftr_last_hook(void *priv, struct sk_buff *skb,
					   const struct nf_hook_state *state)
{
	if (static_branch_unlikely(&nftr_flights_on) && nftr_flights_used()) {
		unsigned long first = nftr_bucket_of((unsigned long)skb);

		if (unlikely(!nftr_bucket_empty(first)))
			return nftr_last_hook_busy(first, skb, state);
	}
	return NF_ACCEPT;
}

static notrace unsigned int nftr_first_hook(void *priv, struct sk_buff *skb,
					    const struct nf_hook_state *state)
{
	if (static_branch_unlikely(&nftr_taps_on)) {
		const struct nftr_net *nnet = priv;
		struct nftr_tap *tap = rcu_dereference(nnet->filter_taps);

		if (tap)
			nftr_taps_first_hook(tap, skb, state);
	}
	return NF_ACCEPT;
}

/* The hook points that packets of a rule reachable from @hooks can pass. */
static unsigned int nftr_reachable(unsigned int hooks)
{
	unsigned int point, reach = 0;

	/* An nft chain without a hook of its own: jumps to it come and go. */
	if (!hooks)
		return BIT(NF_INET_NUMHOOKS) - 1;
	for (point = 0; point < NF_INET_NUMHOOKS; point++)
		if (hooks & BIT(point))
			reach |= nftr_reach[point];
	return reach;
}

/**
 * nftr_hooks_want() - register our hooks where they are needed and not yet
 * @nnet:  where
 * @hooks: hook points from which a rule can be reached, one bit each; 0: any
 *
 * What was registered before an error stays, inert, each hook by itself: to take
 * one back would drop what NFQUEUE holds.
 *
 * Context: process, nnet->lock held.
 * Return: 0 or what the registration returned.
 */
int nftr_hooks_want(struct nftr_net *nnet, unsigned int hooks)
{
	unsigned int reach = nftr_reachable(hooks);
	unsigned int i;
	int err;

	lockdep_assert_held(&nnet->lock);
	for (i = 0; i < 2 * NF_INET_NUMHOOKS; i++) {
		if (!(reach & BIT(i / 2)) || nnet->hooked & BIT(i))
			continue;
		err = nf_register_net_hook(nnet->net, &nftr_ops[i / 2][i % 2]);
		if (err)
			return err;
		nnet->hooked |= BIT(i);
	}
	return 0;
}

/**
 * nftr_hooks_want_first() - register our first hooks if they are not yet
 * @nnet: where
 *
 * A packet that NFQUEUE holds meanwhile goes on behind the hook that queued it,
 * and the kernel knows that hook by its number from the front: the packet is
 * queued once more, as when anybody registers a hook in front. It still arrives
 * once. What was registered before an error stays, as above.
 *
 * Context: process, nnet->lock held.
 * Return: 0 or what the registration returned.
 */
int nftr_hooks_want_first(struct nftr_net *nnet)
{
	int err;

	lockdep_assert_held(&nnet->lock);
	while (nnet->first < NFTR_FIRST_HOOKS) {
		struct nf_hook_ops *ops = &nnet->first_ops[nnet->first];

		*ops = nftr_first_ops[nnet->first];
		ops->priv = nnet;
		err = nf_register_net_hook(nnet->net, ops);
		if (err)
			return err;
		nnet->first++;
	}
	return 0;
}

/* The namespace dies or the module goes. Context: process, may sleep. */
void nftr_hooks_exit(struct nftr_net *nnet)
{
	unsigned int i;

	nf_unregister_net_hooks(nnet->net, nnet->first_ops, nnet->first);
	nnet->first = 0;
	for (i = 0; i < 2 * NF_INET_NUMHOOKS; i++)
		if (nnet->hooked & BIT(i))
			nf_unregister_net_hook(nnet->net, &nftr_ops[i / 2][i % 2]);
	nnet->hooked = 0;
}
