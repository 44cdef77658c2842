// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module: parameters, order of start and end, state of network namespaces.
 *
 * Lives: the state of a namespace is held by the namespace and by each of its
 * rule objects, which are destroyed by their tables: nf_tables and we may die
 * in either order. At our own exit flights are closed and hooks are gone; what
 * is left for the rules is the slots and the lock.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "main.h"
#include "fate.h"
#include "flight.h"
#include "genl.h"
#include "group.h"
#include "hooks.h"
#include "note.h"
#include "notify.h"
#include "place.h"
#include "rule.h"
#include "sweep.h"
#include "tap.h"
#include "target.h"

#include <linux/log2.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/user_namespace.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

unsigned int nftr_max_rules __read_mostly = 16384;
module_param_named(max_rules, nftr_max_rules, uint, 0444);
MODULE_PARM_DESC(max_rules, "rule objects in a network namespace, 1 to 65535 (16384)");

unsigned int nftr_flights __read_mostly = 8192;
module_param_named(flights, nftr_flights, uint, 0444);
MODULE_PARM_DESC(flights, "packets followed at a time, power of two, 64 to 1048576 (8192)");

unsigned int nftr_flight_quota __read_mostly;
module_param_named(flight_quota, nftr_flight_quota, uint, 0444);
MODULE_PARM_DESC(flight_quota, "of these, for one network namespace (0: half of them)");

static unsigned int nftr_budget __read_mostly = 500;
module_param_named(tap_budget, nftr_budget, uint, 0444);
MODULE_PARM_DESC(tap_budget, "million filter instructions a second of a CPU for one tap, 1 to 1000000, 0: no limit (500)");

static bool nftr_userns __read_mostly = true;
module_param_named(userns, nftr_userns, bool, 0644);
MODULE_PARM_DESC(userns, "whether user namespaces other than the first may use it (Y)");

/* Of tap_budget. */
#define NFTR_BUDGET_MOST 1000000U

struct workqueue_struct *nftr_wq;

static unsigned int nftr_net_id __read_mostly;

struct nftr_net *nftr_net(const struct net *net)
{
	return *(struct nftr_net **)net_generic(net, nftr_net_id);
}

bool nftr_net_allowed(const struct net *net)
{
	return net->user_ns == &init_user_ns || READ_ONCE(nftr_userns);
}

static void nftr_net_free(struct rcu_head *rcu)
{
	struct nftr_net *nnet = container_of(rcu, struct nftr_net, rcu);

	nftr_slots_free(nnet);
	free_percpu(nnet->open);
	kfree(nnet);
}

void nftr_net_get(struct nftr_net *nnet)
{
	refcount_inc(&nnet->refs);
}

void nftr_net_put(struct nftr_net *nnet)
{
	if (refcount_dec_and_test(&nnet->refs))
		call_rcu(&nnet->rcu, nftr_net_free);
}

static int __net_init nftr_net_init(struct net *net)
{
	struct nftr_net *nnet = kzalloc(sizeof(*nnet), GFP_KERNEL_ACCOUNT);

	if (!nnet)
		return -ENOMEM;
	nnet->open = alloc_percpu_gfp(int, GFP_KERNEL_ACCOUNT);
	if (!nnet->open) {
		kfree(nnet);
		return -ENOMEM;
	}
	nnet->net = net;
	refcount_set(&nnet->refs, 1);
	mutex_init(&nnet->lock);
	nftr_notify_net_init(nnet);
	nftr_group_net_init(nnet);
	*(struct nftr_net **)net_generic(net, nftr_net_id) = nnet;
	return 0;
}

static void __net_exit nftr_net_pre_exit(struct net *net)
{
	struct nftr_net *nnet = nftr_net(net);

	WRITE_ONCE(nnet->dying, true);
	WRITE_ONCE(nnet->full, true);
	nftr_hooks_exit(nnet);
}

/* A grace period after pre_exit: no packet path is in this namespace. */
static void __net_exit nftr_net_exit(struct net *net)
{
	struct nftr_net **place = net_generic(net, nftr_net_id);
	struct nftr_net *nnet = *place;

	nftr_notify_net_exit(nnet);
	nftr_group_net_exit(nnet);
	nftr_taps_net_exit(nnet);
	nftr_flights_purge(nnet);
	*place = NULL;
	nftr_net_put(nnet);
}

static struct pernet_operations nftr_net_ops = {
	.init		= nftr_net_init,
	.pre_exit	= nftr_net_pre_exit,
	.exit		= nftr_net_exit,
	.id		= &nftr_net_id,
	.size		= sizeof(struct nftr_net *),
};

static int __init nftr_check_parameters(void)
{
	if (!nftr_max_rules || nftr_max_rules >= NFTR_SLOTS_MAX) {
		pr_err("max_rules must be 1 to %u\n", NFTR_SLOTS_MAX - 1);
		return -EINVAL;
	}
	if (!is_power_of_2(nftr_flights) || nftr_flights < NFTR_FLIGHTS_LEAST ||
	    nftr_flights > NFTR_FLIGHTS_MOST) {
		pr_err("flights must be a power of two, %u to %u\n",
		       NFTR_FLIGHTS_LEAST, NFTR_FLIGHTS_MOST);
		return -EINVAL;
	}
	if (nftr_flight_quota > nftr_flights) {
		pr_err("flight_quota must not be above flights, %u\n", nftr_flights);
		return -EINVAL;
	}
	if (!nftr_flight_quota)
		nftr_flight_quota = nftr_flights / 2;
	if (nftr_budget > NFTR_BUDGET_MOST) {
		pr_err("tap_budget must be at most %u\n", NFTR_BUDGET_MOST);
		return -EINVAL;
	}
	/* A tenth of a second's. */
	nftr_tap_budget = nftr_budget ? nftr_budget * 100000LL : S64_MAX;
	return 0;
}

static int __init nftr_init(void)
{
	int err;

	err = nftr_check_parameters();
	if (err)
		return err;
	err = nftr_probes_init();
	if (err)
		return err;
	err = nftr_flights_init();
	if (err)
		return err;
	/* What it empties overflows while it waits for a CPU, and is short work. */
	nftr_wq = alloc_workqueue("nftrace", WQ_UNBOUND | WQ_HIGHPRI, 0);
	if (!nftr_wq) {
		err = -ENOMEM;
		goto undo_flights;
	}
	err = nftr_places_init();
	if (err)
		goto undo_wq;
	err = register_pernet_subsys(&nftr_net_ops);
	if (err)
		goto undo_places;
	err = nftr_notify_init();
	if (err)
		goto undo_net;
	err = nftr_genl_init();
	if (err)
		goto undo_notify;
	err = nftr_target_init();
	if (err)
		goto undo_genl;
	return 0;

undo_genl:
	nftr_genl_exit();
undo_notify:
	nftr_notify_exit();
undo_net:
	unregister_pernet_subsys(&nftr_net_ops);
undo_places:
	nftr_places_exit();
undo_wq:
	destroy_workqueue(nftr_wq);
undo_flights:
	/* Books and namespaces are freed by callbacks of this module. */
	rcu_barrier();
	nftr_flights_exit();
	return err;
}

/* No rule is left, x_tables saw to that; so no flight is open. */
static void __exit nftr_exit(void)
{
	nftr_target_exit();
	nftr_genl_exit();
	nftr_notify_exit();
	unregister_pernet_subsys(&nftr_net_ops);
	nftr_places_exit();
	destroy_workqueue(nftr_wq);
	rcu_barrier();
	nftr_notes_exit();
	nftr_flights_exit();
}

module_init(nftr_init);
module_exit(nftr_exit);

MODULE_LICENSE("GPL");
MODULE_VERSION(NFTRACE_VERSION);
MODULE_DESCRIPTION("netfilter: which rule saw a packet, and what became of it");
