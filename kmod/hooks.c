// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hooks: the last one at each hook point, where a packet that hit a rule has
 * got through.
 *
 * Owns:    ten registrations in each network namespace that ever had a rule
 *          with verdicts. They stay until the namespace dies or the module
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

#include <linux/jiffies.h>
#include <linux/netfilter.h>
#include <net/net_namespace.h>

static unsigned int nftr_last_hook(void *priv, struct sk_buff *skb,
				   const struct nf_hook_state *state);

#define NFTR_LAST(family, point)			\
	{						\
		.hook		= nftr_last_hook,	\
		.pf		= family,		\
		.hooknum	= point,		\
		.priority	= INT_MAX,		\
	}

static const struct nf_hook_ops nftr_ops[] = {
	NFTR_LAST(NFPROTO_IPV4, NF_INET_PRE_ROUTING),
	NFTR_LAST(NFPROTO_IPV4, NF_INET_LOCAL_IN),
	NFTR_LAST(NFPROTO_IPV4, NF_INET_FORWARD),
	NFTR_LAST(NFPROTO_IPV4, NF_INET_LOCAL_OUT),
	NFTR_LAST(NFPROTO_IPV4, NF_INET_POST_ROUTING),
	NFTR_LAST(NFPROTO_IPV6, NF_INET_PRE_ROUTING),
	NFTR_LAST(NFPROTO_IPV6, NF_INET_LOCAL_IN),
	NFTR_LAST(NFPROTO_IPV6, NF_INET_FORWARD),
	NFTR_LAST(NFPROTO_IPV6, NF_INET_LOCAL_OUT),
	NFTR_LAST(NFPROTO_IPV6, NF_INET_POST_ROUTING),
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
		nftr_flight_close(flight, NFTR_ACCEPT);
		return;
	}
	/* A hook behind us may yet drop it, and that would be netfilter's
	 * drop. The flight stays to be seen by the free probe; the device
	 * tells such a drop from one in the packet's next life.
	 */
	flight->dev = skb->dev;
	flight->iif = skb->skb_iif;
	flight->state |= NFTR_PASSED | NFTR_FINAL;
	nftr_flight_release(flight);
}

static void nftr_pass(struct nftr_flight *flight, const struct sk_buff *skb,
		      const struct nf_hook_state *state)
{
	if (unlikely(flight->nnet->net != state->net ||
		     !nftr_flight_follows(flight, flight->nnet, state))) {
		nftr_flight_close_stale(flight);
		return;
	}
	if (unlikely(flight->state & NFTR_FRAGMENT))
		nftr_fragment_check(flight, skb, state);
	flight->hook = state->hook;
	flight->seen = jiffies;
	if (state->hook == NF_INET_LOCAL_IN || state->hook == NF_INET_POST_ROUTING) {
		nftr_pass_final(flight, skb, state);
		return;
	}
	flight->state |= NFTR_PASSED;
	nftr_flight_release(flight);
}

static unsigned int nftr_last_hook(void *priv, struct sk_buff *skb,
				   const struct nf_hook_state *state)
{
	if (static_branch_unlikely(&nftr_flights_on)) {
		struct nftr_flight *flight = nftr_flight_claim(skb);

		if (flight)
			nftr_pass(flight, skb, state);
	}
	return NF_ACCEPT;
}

/**
 * nftr_hooks_want() - register our hooks where they are not yet
 * @nnet: where
 *
 * Context: process, nnet->lock held.
 * Return: 0 or what the registration returned.
 */
int nftr_hooks_want(struct nftr_net *nnet)
{
	int err;

	lockdep_assert_held(&nnet->lock);
	if (nnet->hooked)
		return 0;
	err = nf_register_net_hooks(nnet->net, nftr_ops, ARRAY_SIZE(nftr_ops));
	nnet->hooked = !err;
	return err;
}

/* The namespace dies or the module goes. Context: process, may sleep. */
void nftr_hooks_exit(struct nftr_net *nnet)
{
	if (nnet->hooked)
		nf_unregister_net_hooks(nnet->net, nftr_ops, ARRAY_SIZE(nftr_ops));
	nnet->hooked = false;
}
