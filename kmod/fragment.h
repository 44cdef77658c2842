/* SPDX-License-Identifier: GPL-2.0-only */
/* Fragments: what defragmentation merges without announcing it. */
#ifndef _NFTR_FRAGMENT_H
#define _NFTR_FRAGMENT_H

#include <linux/netfilter.h>
#include <linux/types.h>

struct nftr_flight;
struct sk_buff;

/* Whether defragmentation may follow where this packet is. */
static inline bool nftr_may_defragment(const struct nf_hook_state *state)
{
	return state->hook == NF_INET_PRE_ROUTING || state->hook == NF_INET_LOCAL_OUT;
}

bool nftr_fragment_key(const struct sk_buff *skb, const struct nf_hook_state *state, u32 *key);
void nftr_fragment_check(struct nftr_flight *flight, const struct sk_buff *skb,
			 const struct nf_hook_state *state);
bool nftr_fragment_merged(u32 key);
void nftr_fragment_forget(unsigned int upto);
unsigned int nftr_fragment_mark(void);

#endif /* _NFTR_FRAGMENT_H */
