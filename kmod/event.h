/* SPDX-License-Identifier: GPL-2.0-only */
/* Events: what taps are told of a followed packet. */
#ifndef _NFTR_EVENT_H
#define _NFTR_EVENT_H

#include "flight.h"

struct nftr_tap;

void nftr_event_follow(struct nftr_flight *flight, struct nftr_tap *tap,
		       const struct sk_buff *skb, const struct nf_hook_state *state);
void nftr_event_hit(struct nftr_flight *flight, const struct nftr_rule *rule,
		    const struct sk_buff *skb, const struct nf_hook_state *state);

#endif /* _NFTR_EVENT_H */
