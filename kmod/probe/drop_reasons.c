// SPDX-License-Identifier: GPL-2.0-only
/* Are the names of drop reasons kept in one list? */
#include <linux/skbuff.h>
#include <net/dropreason.h>

const char *nftr_probe(void);
const char *nftr_probe(void)
{
	return drop_reasons[SKB_DROP_REASON_NETFILTER_DROP];
}
