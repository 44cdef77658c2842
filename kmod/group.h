/* SPDX-License-Identifier: GPL-2.0-only */
/* The group "events": a tap for everybody who joined. */
#ifndef _NFTR_GROUP_H
#define _NFTR_GROUP_H

struct nftr_net;

void nftr_groups_look(void);
void nftr_group_look(struct nftr_net *nnet);
void nftr_group_net_init(struct nftr_net *nnet);
void nftr_group_net_exit(struct nftr_net *nnet);

#endif /* _NFTR_GROUP_H */
