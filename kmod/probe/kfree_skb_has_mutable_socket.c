// SPDX-License-Identifier: GPL-2.0-only
/* Does the tracepoint kfree_skb hand out the receiving socket, and not as const? */
#include <trace/events/skb.h>

static void probe(void *unused, struct sk_buff *skb, void *location,
		  enum skb_drop_reason reason, struct sock *rx_sk)
{
}

int nftr_probe(void);
int nftr_probe(void)
{
	return register_trace_kfree_skb(probe, NULL);
}
