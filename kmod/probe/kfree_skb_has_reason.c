// SPDX-License-Identifier: GPL-2.0-only
/* Does the tracepoint kfree_skb hand out a drop reason, and nothing more? */
#include <trace/events/skb.h>

static void probe(void *unused, struct sk_buff *skb, void *location,
		  enum skb_drop_reason reason)
{
}

int nftr_probe(void);
int nftr_probe(void)
{
	return register_trace_kfree_skb(probe, NULL);
}
