/* SPDX-License-Identifier: GPL-2.0-only */
/* What differs between kernels in the free probes and the drop reasons. */
#ifndef _NFTR_COMPAT_FATE_H
#define _NFTR_COMPAT_FATE_H

#include "probed.h"

#include <linux/skbuff.h>
#include <linux/types.h>
#include <net/dropreason.h>

#if defined(NFTR_HAVE_KFREE_SKB_HAS_SOCKET)
#define NFTR_KFREE_SKB_ARGS struct sk_buff *skb, void *location, \
			    enum skb_drop_reason reason, const struct sock *rx_sk
#elif defined(NFTR_HAVE_KFREE_SKB_HAS_MUTABLE_SOCKET)
#define NFTR_KFREE_SKB_ARGS struct sk_buff *skb, void *location, \
			    enum skb_drop_reason reason, struct sock *rx_sk
#elif defined(NFTR_HAVE_KFREE_SKB_HAS_REASON)
#define NFTR_KFREE_SKB_ARGS struct sk_buff *skb, void *location, \
			    enum skb_drop_reason reason
#endif

#ifdef NFTR_HAVE_CONSUME_SKB_HAS_LOCATION
#define NFTR_CONSUME_SKB_ARGS struct sk_buff *skb, void *location
#define NFTR_CONSUME_SKB_LOCATION ((unsigned long)location)
#else
#define NFTR_CONSUME_SKB_ARGS struct sk_buff *skb
#define NFTR_CONSUME_SKB_LOCATION 0
#endif

/* The kernel's own name of a drop reason, or NULL. Context: RCU read section. */
static inline const char *nftr_compat_reason_name(u32 reason)
{
#if defined(NFTR_HAVE_DROP_REASONS_BY_SUBSYS)
	u32 subsys = (reason & SKB_DROP_REASON_SUBSYS_MASK) >> SKB_DROP_REASON_SUBSYS_SHIFT;
	const struct drop_reason_list *list;

	if (subsys >= SKB_DROP_REASON_SUBSYS_NUM)
		return NULL;
	list = rcu_dereference(drop_reasons_by_subsys[subsys]);
	reason &= ~SKB_DROP_REASON_SUBSYS_MASK;
	return list && reason < list->n_reasons ? list->reasons[reason] : NULL;
#elif defined(NFTR_HAVE_DROP_REASONS)
	return reason < SKB_DROP_REASON_MAX ? drop_reasons[reason] : NULL;
#else
	return NULL;
#endif
}

#endif /* _NFTR_COMPAT_FATE_H */
