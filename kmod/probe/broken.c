// SPDX-License-Identifier: GPL-2.0-only
/* Must never compile. */
#include <linux/skbuff.h>

unsigned int nftr_probe(const struct sk_buff *skb);
unsigned int nftr_probe(const struct sk_buff *skb)
{
	return skb->no_such_member_anywhere;
}
