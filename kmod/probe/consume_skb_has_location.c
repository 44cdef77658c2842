// SPDX-License-Identifier: GPL-2.0-only
/* Does the tracepoint consume_skb hand out the caller's address? */
#include <trace/events/skb.h>

static void probe(void *unused, struct sk_buff *skb, void *location)
{
}

int nftr_probe(void);
int nftr_probe(void)
{
	return register_trace_consume_skb(probe, NULL);
}
