/* SPDX-License-Identifier: GPL-2.0-only */
/* The group "rules": changed counters for those who subscribed. */
#ifndef _NFTR_NOTIFY_H
#define _NFTR_NOTIFY_H

#include <linux/types.h>

struct nftr_net;

int nftr_notify_init(void);
void nftr_notify_exit(void);
void nftr_notify_net_init(struct nftr_net *nnet);
void nftr_notify_net_exit(struct nftr_net *nnet);
int nftr_notify_subscribe(struct nftr_net *nnet, u32 portid, u32 interval);
bool nftr_notify_unsubscribe(struct nftr_net *nnet, u32 portid);
u32 nftr_notify_interval(struct nftr_net *nnet);

#endif /* _NFTR_NOTIFY_H */
