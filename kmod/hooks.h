/* SPDX-License-Identifier: GPL-2.0-only */
/* Our netfilter hooks: the last at each hook point, IPv4 and IPv6. */
#ifndef _NFTR_HOOKS_H
#define _NFTR_HOOKS_H

struct nftr_net;

int nftr_hooks_want(struct nftr_net *nnet, unsigned int hooks);
int nftr_hooks_want_first(struct nftr_net *nnet);
void nftr_hooks_exit(struct nftr_net *nnet);

#endif /* _NFTR_HOOKS_H */
