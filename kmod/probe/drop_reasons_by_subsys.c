// SPDX-License-Identifier: GPL-2.0-only
/* Are the names of drop reasons kept per subsystem? */
#include <linux/skbuff.h>
#include <net/dropreason.h>

const void *nftr_probe(void);
const void *nftr_probe(void)
{
	return drop_reasons_by_subsys[SKB_DROP_REASON_SUBSYS_CORE];
}
