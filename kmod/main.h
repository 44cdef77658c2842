/* SPDX-License-Identifier: GPL-2.0-only */
/* What belongs to one network namespace, and the module's parameters. */
#ifndef _NFTR_MAIN_H
#define _NFTR_MAIN_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/netfilter.h>
#include <linux/refcount.h>
#include <linux/types.h>
#include <linux/workqueue.h>
#include <linux/nftrace.h>

struct net;
struct nftr_slots;
struct nftr_tap;

/* Pre-routing and output, IPv4 and IPv6. */
#define NFTR_FIRST_HOOKS 4

/**
 * struct nftr_net - all of ours in one network namespace
 * @net:        the namespace; not dereferenced once @dying is set
 * @refs:       one for the namespace, one for each rule object: rules are
 *              destroyed by their tables, before or after our own exit
 * @dying:      the namespace is on its way out: nothing new is followed
 * @full:       it was at its quota of flights when somebody last looked, or is
 *              dying; read before each new flight, written rarely
 * @open:       flights that this CPU opened, less those that it closed or saw
 *              behind their last hook
 * @lock:       guards everything below; taken under the table's or nft's mutex
 * @slots:      rule objects by slot; allocated with the first rule
 * @rules:      how many rule objects there are
 * @generation: changes when a rule object comes or goes
 * @hooked:     our last hooks that are registered, one bit each, two for a hook
 *              point; they stay until the namespace dies
 * @first:      how many of our first hooks are registered, as @first_ops
 * @tap:        open taps; read under RCU
 * @filter_taps: the first of those with a filter, which lead from one to the next;
 *              read under RCU
 * @rule_taps:  those of @tap that want packets of rules, one bit each
 * @fate_taps:  those that want fates
 * @hit_taps:   those that want hits
 * @tapped:     there was a tap once
 * @group:      the tap of group "events" while it has listeners; written by
 *              @group_work alone
 * @group_work: looks for listeners
 * @subs:       struct nftr_sub, who wants to hear of changed counters
 * @subs_count: their number
 * @subs_lock:  guards these; taken in atomic context by the notifier
 * @notify:     tells the subscribers
 * @notify_seq: datagrams sent to the group
 */
struct nftr_net {
	struct net		*net;
	refcount_t		refs;
	bool			dying;
	bool			full;
	int __percpu		*open;

	struct mutex		lock;	/* see above */
	struct nftr_slots	*slots;
	u32			rules;
	u32			generation;
	unsigned int		hooked;
	unsigned int		first;
	struct nf_hook_ops	first_ops[NFTR_FIRST_HOOKS];
	struct nftr_tap __rcu	*tap[NFTRACE_TAPS_MAX];
	struct nftr_tap __rcu	*filter_taps;
	u32			rule_taps;
	u32			fate_taps;
	u32			hit_taps;
	bool			tapped;
	struct nftr_tap		*group;
	struct work_struct	group_work;

	struct list_head	subs;
	unsigned int		subs_count;
	spinlock_t		subs_lock;	/* see above */
	struct delayed_work	notify;
	u32			notify_seq;
	struct rcu_head		rcu;
};

/* For the sweeper and the notices. */
extern struct workqueue_struct *nftr_wq;

extern unsigned int nftr_max_rules;
extern unsigned int nftr_flights;
extern unsigned int nftr_flight_quota;

/* Whether the owner of this network namespace may use us at all. */
bool nftr_net_allowed(const struct net *net);

/* The state of @net. Context: any, while the namespace lives. */
struct nftr_net *nftr_net(const struct net *net);

void nftr_net_get(struct nftr_net *nnet);
void nftr_net_put(struct nftr_net *nnet);

#endif /* _NFTR_MAIN_H */
