// SPDX-License-Identifier: GPL-2.0-only
/*
 * Notices: the group "rules" hears of counters that changed, at the shortest
 * interval that somebody subscribed to. Without a subscription no timer is
 * armed and nothing runs.
 *
 * Owns:    the subscriptions, each held by the netlink socket that made it,
 *          and the work that tells.
 * Runs in: process context; a socket's end is told in atomic context.
 * Locks:   subs_lock around the list; the work takes the namespace's lock.
 */
#include "notify.h"
#include "book.h"
#include "genl.h"
#include "group.h"
#include "main.h"
#include "rule.h"
#include "sweep.h"
#include "tap.h"

#include <linux/netlink.h>
#include <linux/slab.h>

/* Subscriptions in one network namespace. */
#define NFTR_SUBS_MAX 256

/* A datagram of notices: many rules, few wake-ups of the reader. */
#define NFTR_NOTICE_SIZE 16384

/**
 * struct nftr_sub - one socket's wish to be told
 * @list:     in nnet->subs
 * @portid:   the socket, unique among its namespace's generic netlink sockets
 * @interval: ms
 */
struct nftr_sub {
	struct list_head list;
	u32		 portid;
	u32		 interval;
};

static u32 nftr_shortest(const struct nftr_net *nnet)
{
	const struct nftr_sub *sub;
	u32 shortest = 0;

	lockdep_assert_held(&nnet->subs_lock);
	list_for_each_entry(sub, &nnet->subs, list)
		if (!shortest || sub->interval < shortest)
			shortest = sub->interval;
	return shortest;
}

/* The interval in force, ms; 0 when nobody subscribed. Context: any. */
u32 nftr_notify_interval(struct nftr_net *nnet)
{
	u32 shortest;

	spin_lock_bh(&nnet->subs_lock);
	shortest = nftr_shortest(nnet);
	spin_unlock_bh(&nnet->subs_lock);
	return shortest;
}

static void nftr_notify_arm(struct nftr_net *nnet)
{
	u32 interval = nftr_notify_interval(nnet);

	if (interval)
		queue_delayed_work(nftr_wq, &nnet->notify, msecs_to_jiffies(interval));
}

static struct nftr_sub *nftr_sub_find(struct nftr_net *nnet, u32 portid)
{
	struct nftr_sub *sub;

	lockdep_assert_held(&nnet->subs_lock);
	list_for_each_entry(sub, &nnet->subs, list)
		if (sub->portid == portid)
			return sub;
	return NULL;
}

/**
 * nftr_notify_subscribe() - a socket wants to be told
 * @nnet:     of the socket
 * @portid:   of the socket
 * @interval: ms, NFTRACE_INTERVAL_MIN to NFTRACE_INTERVAL_MAX
 *
 * Context: process, may sleep.
 * Return: 0, -ENOSPC at the limit, or -ENOMEM.
 */
int nftr_notify_subscribe(struct nftr_net *nnet, u32 portid, u32 interval)
{
	struct nftr_sub *fresh = kmalloc(sizeof(*fresh), GFP_KERNEL_ACCOUNT);
	struct nftr_sub *sub;
	u32 before;
	int err = 0;

	if (!fresh)
		return -ENOMEM;
	fresh->portid = portid;

	spin_lock_bh(&nnet->subs_lock);
	before = nftr_shortest(nnet);
	sub = nftr_sub_find(nnet, portid);
	if (!sub && nnet->subs_count >= NFTR_SUBS_MAX) {
		err = -ENOSPC;
	} else if (!sub) {
		list_add(&fresh->list, &nnet->subs);
		nnet->subs_count++;
		sub = fresh;
		fresh = NULL;
	}
	if (sub)
		sub->interval = interval;
	spin_unlock_bh(&nnet->subs_lock);

	kfree(fresh);
	/* Only to be earlier: who asks again and again must not put off others. */
	if (!err && (!before || interval < before))
		mod_delayed_work(nftr_wq, &nnet->notify, msecs_to_jiffies(interval));
	return err;
}

/* Return: whether there was one. Context: any but hard interrupts. */
bool nftr_notify_unsubscribe(struct nftr_net *nnet, u32 portid)
{
	struct nftr_sub *sub;

	spin_lock_bh(&nnet->subs_lock);
	sub = nftr_sub_find(nnet, portid);
	if (sub) {
		list_del(&sub->list);
		nnet->subs_count--;
	}
	spin_unlock_bh(&nnet->subs_lock);
	kfree(sub);
	return sub;
}

static struct sk_buff *nftr_notice_new(void)
{
	return nlmsg_new(NFTR_NOTICE_SIZE, GFP_KERNEL);
}

/* Append one rule. Return: 0, or -EMSGSIZE when it has no room here. */
static int nftr_notice_add(struct sk_buff *msg, struct nftr_rule *rule,
			   const struct nftr_census *census)
{
	void *head = genlmsg_put(msg, 0, rule->nnet->notify_seq, &nftr_family, 0,
				 NFTRACE_CMD_RULE_NTF);
	int err;

	if (!head)
		return -EMSGSIZE;
	err = nftr_put_rule(msg, rule, census);
	if (err) {
		genlmsg_cancel(msg, head);
		return err;
	}
	genlmsg_end(msg, head);
	return 0;
}

/* Context: process, nnet->lock held. Frees @msg. */
static void nftr_notice_send(struct nftr_net *nnet, struct sk_buff *msg)
{
	if (!msg->len) {
		nlmsg_free(msg);
		return;
	}
	nnet->notify_seq++;
	/* A reader that has no room learns it from the jump in the sequence. */
	genlmsg_multicast_netns(&nftr_family, nnet->net, msg, 0, NFTR_GROUP_RULES, GFP_KERNEL);
}

/* Tell one rule if it changed. Return: the message to go on with, or NULL. */
static struct sk_buff *nftr_notify_rule(struct sk_buff *msg, struct nftr_rule *rule,
					const struct nftr_census *census)
{
	u64 stamp = nftr_book_stamp(rcu_dereference_protected(rule->book,
					lockdep_is_held(&rule->nnet->lock)));
	int err;

	if (stamp == rule->told)
		return msg;
	err = nftr_notice_add(msg, rule, census);
	if (err == -EMSGSIZE && msg->len) {
		nftr_notice_send(rule->nnet, msg);
		msg = nftr_notice_new();
		if (!msg)
			return NULL;
		err = nftr_notice_add(msg, rule, census);
	}
	/* Not told: the next interval tries again. */
	if (!err)
		rule->told = stamp;
	return msg;
}

static void nftr_notify_changed(struct nftr_net *nnet, const struct nftr_census *census)
{
	struct sk_buff *msg = nftr_notice_new();
	struct nftr_rule *rule;
	unsigned int slot = 0;

	mutex_lock(&nnet->lock);
	while (msg && (rule = nftr_rule_next(nnet, &slot)))
		msg = nftr_notify_rule(msg, rule, census);
	if (msg)
		nftr_notice_send(nnet, msg);
	mutex_unlock(&nnet->lock);
}

static void nftr_notify_work(struct work_struct *work)
{
	struct nftr_net *nnet = container_of(to_delayed_work(work), struct nftr_net, notify);
	struct nftr_census census;

	if (genl_has_listeners(&nftr_family, nnet->net, NFTR_GROUP_RULES) &&
	    !nftr_census_take(nnet, &census)) {
		nftr_notify_changed(nnet, &census);
		nftr_census_free(&census);
	}
	nftr_notify_arm(nnet);
}

void nftr_notify_net_init(struct nftr_net *nnet)
{
	INIT_LIST_HEAD(&nnet->subs);
	spin_lock_init(&nnet->subs_lock);
	INIT_DELAYED_WORK(&nnet->notify, nftr_notify_work);
}

/* Context: process, may sleep; no socket of the namespace is left. */
void nftr_notify_net_exit(struct nftr_net *nnet)
{
	struct nftr_sub *sub, *next;
	LIST_HEAD(rest);

	spin_lock_bh(&nnet->subs_lock);
	list_splice_init(&nnet->subs, &rest);
	spin_unlock_bh(&nnet->subs_lock);
	list_for_each_entry_safe(sub, next, &rest, list)
		kfree(sub);
	cancel_delayed_work_sync(&nnet->notify);
}

/* A netlink socket closed, however. Context: atomic. */
static int nftr_netlink_event(struct notifier_block *block, unsigned long event, void *data)
{
	const struct netlink_notify *gone = data;

	if (event == NETLINK_URELEASE && gone->protocol == NETLINK_GENERIC) {
		struct nftr_net *nnet = nftr_net(gone->net);

		if (nnet && gone->portid) {
			nftr_notify_unsubscribe(nnet, gone->portid);
			nftr_tap_socket_closed(nnet, gone->portid);
			nftr_group_look(nnet);
		}
	}
	return NOTIFY_DONE;
}

static struct notifier_block nftr_netlink_notifier = {
	.notifier_call = nftr_netlink_event,
};

int nftr_notify_init(void)
{
	return netlink_register_notifier(&nftr_netlink_notifier);
}

void nftr_notify_exit(void)
{
	netlink_unregister_notifier(&nftr_netlink_notifier);
}
