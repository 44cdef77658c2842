/* SPDX-License-Identifier: GPL-2.0-only */
/* The generic netlink family "nftrace". */
#ifndef _NFTR_GENL_H
#define _NFTR_GENL_H

#include <linux/nftrace.h>
#include <net/genetlink.h>

struct nftr_census;
struct nftr_rule;

/* A rule with every hook and as many places as there can be. */
#define NFTR_RULE_MSG_SIZE 8192

enum {
	NFTR_GROUP_RULES,
	NFTR_GROUP_EVENTS,
};

extern struct genl_family nftr_family;

int nftr_genl_allowed(struct net *net, struct netlink_ext_ack *extack);
int nftr_tap_open_cmd(struct sk_buff *skb, struct genl_info *info);
int nftr_tap_get_cmd(struct sk_buff *skb, struct genl_info *info);
int nftr_tap_close_cmd(struct sk_buff *skb, struct genl_info *info);
extern const struct nla_policy nftr_tap_policy[NFTRACE_TAP_A_SNAPLEN + 1];

int nftr_genl_init(void);
void nftr_genl_exit(void);
int nftr_put_rule(struct sk_buff *msg, struct nftr_rule *rule, const struct nftr_census *census);

#endif /* _NFTR_GENL_H */
