/* SPDX-License-Identifier: GPL-2.0-only */
/* The generic netlink family "nftrace". */
#ifndef _NFTR_GENL_H
#define _NFTR_GENL_H

#include <net/genetlink.h>

struct nftr_census;
struct nftr_rule;

/* A rule with every hook and as many places as there can be. */
#define NFTR_RULE_MSG_SIZE 8192

enum {
	NFTR_GROUP_RULES,
};

extern struct genl_family nftr_family;

int nftr_genl_init(void);
void nftr_genl_exit(void);
int nftr_put_rule(struct sk_buff *msg, struct nftr_rule *rule, const struct nftr_census *census);

#endif /* _NFTR_GENL_H */
