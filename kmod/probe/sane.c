// SPDX-License-Identifier: GPL-2.0-only
/* Must compile on every tree that can build a module. */
#include <linux/module.h>
#include <linux/skbuff.h>

unsigned int nftr_probe(const struct sk_buff *skb);
unsigned int nftr_probe(const struct sk_buff *skb)
{
	return skb->len;
}
