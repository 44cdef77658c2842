/* SPDX-License-Identifier: GPL-2.0-only */
/* The free probes: what became of packets that never reached our last hook. */
#ifndef _NFTR_FATE_H
#define _NFTR_FATE_H

#include <linux/types.h>

int nftr_probes_init(void);
int nftr_probes_get(void);
void nftr_probes_put(void);
const char *nftr_reason_name(u32 reason);

#endif /* _NFTR_FATE_H */
