// SPDX-License-Identifier: GPL-2.0-only
/*
 * Taps: a reader's wish, held by its netlink socket.
 *
 * Owns:    the taps of each network namespace.
 * Runs in: open and close in process context; a socket's end is told in atomic
 *          context.
 * Locks:   nnet->lock around open and close; packet paths find taps under RCU.
 */
#include "tap.h"
#include "fate.h"
#include "flight.h"
#include "hooks.h"
#include "main.h"
#include "note.h"
#include "sweep.h"

#include <linux/filter.h>
#include <linux/module.h>
#include <linux/pid_namespace.h>
#include <linux/slab.h>

DEFINE_STATIC_KEY_FALSE(nftr_taps_on);

/* The tap of a socket, or NULL. Context: RCU read section or nnet->lock. */
struct nftr_tap *nftr_tap_of(struct nftr_net *nnet, u32 portid)
{
	unsigned int i;

	for (i = 0; i < NFTRACE_TAPS_MAX; i++) {
		struct nftr_tap *tap = rcu_dereference_check(nnet->tap[i],
						lockdep_is_held(&nnet->lock));

		if (tap && portid && READ_ONCE(tap->outbox.portid) == portid)
			return tap;
	}
	return NULL;
}

/* Whether it follows packets where no rule may have brought hooks and probes. */
static bool nftr_wish_needs_all(const struct nftr_wish *wish)
{
	return wish->filter || (wish->parts & NFTRACE_PART_FATE);
}

static void nftr_tap_free(struct nftr_tap *tap)
{
	if (tap->wish.filter)
		bpf_prog_destroy(tap->wish.filter);
	if (tap->pid_ns)
		put_pid_ns(tap->pid_ns);
	free_percpu(tap->tally);
	nftr_thin_free(&tap->thin);
	kfree(tap);
}

/* The tap that a link of the list leads to. Context: nnet->lock held. */
static struct nftr_tap *nftr_tap_linked(struct nftr_net *nnet, struct nftr_tap __rcu **link)
{
	return rcu_dereference_protected(*link, lockdep_is_held(&nnet->lock));
}

/* Let first hooks find a tap that has a filter. Context: nnet->lock held. */
static void nftr_tap_link(struct nftr_tap *tap)
{
	struct nftr_net *nnet = tap->nnet;

	rcu_assign_pointer(tap->next, nftr_tap_linked(nnet, &nnet->filter_taps));
	rcu_assign_pointer(nnet->filter_taps, tap);
}

/* No longer; who is at it still finds the next one. Context: nnet->lock held. */
static void nftr_tap_unlink(struct nftr_tap *tap)
{
	struct nftr_net *nnet = tap->nnet;
	struct nftr_tap __rcu **link = &nnet->filter_taps;

	while (nftr_tap_linked(nnet, link) != tap)
		link = &nftr_tap_linked(nnet, link)->next;
	rcu_assign_pointer(*link, nftr_tap_linked(nnet, &tap->next));
}

/*
 * Take a tap down: nobody finds it, then nobody is at it, then no flight has
 * its bit, and only then the bit is free for another.
 */
static void nftr_tap_end_work(struct work_struct *work)
{
	struct nftr_tap *tap = container_of(work, struct nftr_tap, end);
	struct nftr_net *nnet = tap->nnet;
	u32 bit = tap->bit;

	mutex_lock(&nnet->lock);
	if (tap->wish.filter)
		nftr_tap_unlink(tap);
	WRITE_ONCE(nnet->rule_taps, nnet->rule_taps & ~bit);
	WRITE_ONCE(nnet->fate_taps, nnet->fate_taps & ~bit);
	WRITE_ONCE(nnet->hit_taps, nnet->hit_taps & ~bit);
	mutex_unlock(&nnet->lock);
	synchronize_rcu();
	nftr_flights_untap(nnet, bit);
	static_branch_dec(&nftr_taps_on);
	mutex_lock(&nnet->lock);
	RCU_INIT_POINTER(nnet->tap[__ffs(bit)], NULL);
	mutex_unlock(&nnet->lock);
	synchronize_rcu();
	nftr_outbox_stop(&tap->outbox);
	if (nftr_wish_needs_all(&tap->wish))
		nftr_probes_put();
	nftr_outbox_free(&tap->outbox);
	nftr_tap_free(tap);
	nftr_net_put(nnet);
	module_put(THIS_MODULE);
}

/* Return: a tap with everything but a place, or an error. */
static struct nftr_tap *nftr_tap_create(struct nftr_net *nnet, u32 portid,
					const struct nftr_wish *wish)
{
	struct nftr_tap *tap = kzalloc(sizeof(*tap), GFP_KERNEL_ACCOUNT);
	int err = -ENOMEM;

	if (!tap)
		return ERR_PTR(-ENOMEM);
	tap->nnet = nnet;
	atomic64_set(&tap->left, wish->count);
	INIT_WORK(&tap->end, nftr_tap_end_work);
	tap->tally = alloc_percpu_gfp(struct nftr_tap_tally, GFP_KERNEL_ACCOUNT);
	if (!tap->tally)
		goto undo_tap;
	nftr_tap_budget_begin(tap);
	err = nftr_thin_init(&tap->thin, wish->sample, wish->rate, wish->burst);
	if (err)
		goto undo_tap;
	err = nftr_outbox_init(&tap->outbox, nnet, portid, wish->group);
	if (err)
		goto undo_tap;
	if (!wish->group)
		tap->pid_ns = get_pid_ns(task_active_pid_ns(current));
	tap->picky = nftr_thins(&tap->thin) || wish->count;
	/* Ours from here on; the caller keeps its filter when we fail. */
	tap->wish = *wish;
	return tap;

undo_tap:
	nftr_tap_free(tap);
	return ERR_PTR(err);
}

/* Find a free bit and show the tap. Context: nnet->lock held. */
static int nftr_tap_publish(struct nftr_net *nnet, struct nftr_tap *tap)
{
	unsigned int i;

	for (i = 0; i < NFTRACE_TAPS_MAX; i++)
		if (!rcu_access_pointer(nnet->tap[i]))
			break;
	if (i == NFTRACE_TAPS_MAX)
		return -ENOSPC;
	tap->bit = BIT(i);
	/* Pairs with who hits a rule: there are notes by now. */
	smp_store_release(&nnet->tapped, true);
	rcu_assign_pointer(nnet->tap[i], tap);
	if (tap->wish.parts & NFTRACE_PART_FATE)
		WRITE_ONCE(nnet->fate_taps, nnet->fate_taps | BIT(i));
	if (tap->wish.parts & NFTRACE_PART_HIT)
		WRITE_ONCE(nnet->hit_taps, nnet->hit_taps | BIT(i));
	if (tap->wish.filter)
		nftr_tap_link(tap);
	else
		WRITE_ONCE(nnet->rule_taps, nnet->rule_taps | BIT(i));
	return 0;
}

/* What rules may not have brought: probes and all hooks. */
static int nftr_tap_arm(struct nftr_net *nnet, const struct nftr_wish *wish)
{
	int err = nftr_notes_want(wish->snaplen);

	if (err || !nftr_wish_needs_all(wish))
		return err;
	err = nftr_hooks_want(nnet, 0);
	if (!err && wish->filter)
		err = nftr_hooks_want_first(nnet);
	if (!err)
		err = nftr_probes_get();
	return err;
}

static int nftr_tap_open_locked(struct nftr_net *nnet, struct nftr_tap *tap, u32 portid)
{
	int err;

	if (READ_ONCE(nnet->dying))
		return -ENOENT;
	if (nftr_tap_of(nnet, portid))
		return -EBUSY;
	err = nftr_tap_arm(nnet, &tap->wish);
	if (err)
		return err;
	err = nftr_tap_publish(nnet, tap);
	if (err && nftr_wish_needs_all(&tap->wish))
		nftr_probes_put();
	return err;
}

/**
 * nftr_tap_open() - open a socket's tap
 * @nnet:   of the socket
 * @portid: of the socket; 0 for the group's
 * @wish:   checked; its filter is ours when this succeeds
 *
 * Context: process, may sleep; something holds the module.
 * Return: the tap, valid while the socket is open; -EBUSY when that has one;
 * -ENOSPC at the limit; -ENOMEM; or what registering hooks and probes returned.
 */
struct nftr_tap *nftr_tap_open(struct nftr_net *nnet, u32 portid, const struct nftr_wish *wish)
{
	struct nftr_tap *tap = nftr_tap_create(nnet, portid, wish);
	int err;

	if (IS_ERR(tap))
		return tap;
	/* Before any CPU can find the tap all of them look at flights' bits. */
	static_branch_inc(&nftr_taps_on);
	mutex_lock(&nnet->lock);
	err = nftr_tap_open_locked(nnet, tap, portid);
	mutex_unlock(&nnet->lock);
	if (err) {
		static_branch_dec(&nftr_taps_on);
		tap->wish.filter = NULL;
		nftr_outbox_free(&tap->outbox);
		nftr_tap_free(tap);
		return ERR_PTR(err);
	}
	__module_get(THIS_MODULE);
	nftr_net_get(nnet);
	nftr_outbox_start(&tap->outbox);
	return tap;
}

/* Let it end. Once for each tap. Context: any. */
void nftr_tap_end(struct nftr_tap *tap)
{
	queue_work(nftr_wq, &tap->end);
}

/* A socket closed; queue the end of its tap. Context: atomic. */
void nftr_tap_socket_closed(struct nftr_net *nnet, u32 portid)
{
	struct nftr_tap *tap;

	rcu_read_lock();
	tap = nftr_tap_of(nnet, portid);
	/* Another socket may get the number at once, and a tap of its own. */
	if (tap && cmpxchg(&tap->outbox.portid, portid, 0) == portid)
		nftr_tap_end(tap);
	rcu_read_unlock();
}

/**
 * nftr_tap_close() - close a socket's tap
 * @nnet:   of the socket
 * @portid: of the socket
 *
 * Context: process, may sleep.
 * Return: 0 or -ENOENT.
 */
int nftr_tap_close(struct nftr_net *nnet, u32 portid)
{
	bool there;

	rcu_read_lock();
	there = portid && nftr_tap_of(nnet, portid);
	rcu_read_unlock();
	if (!there)
		return -ENOENT;
	nftr_tap_socket_closed(nnet, portid);
	return 0;
}

/* The sockets are gone; wait for the ends they queued. Context: may sleep. */
void nftr_taps_net_exit(struct nftr_net *nnet)
{
	if (nnet->tapped)
		flush_workqueue(nftr_wq);
}

/* How many there are, those that are ending too. Context: nnet->lock held. */
unsigned int nftr_taps_open(struct nftr_net *nnet)
{
	unsigned int i, open = 0;

	lockdep_assert_held(&nnet->lock);
	for (i = 0; i < NFTRACE_TAPS_MAX; i++)
		open += !!rcu_access_pointer(nnet->tap[i]);
	return open;
}

/* What all CPUs counted. Context: any. */
void nftr_tap_count(const struct nftr_tap *tap, struct nftr_tap_sum *sum)
{
	int cpu;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		const struct nftr_tap_tally *tally = per_cpu_ptr(tap->tally, cpu);

		sum->seen += READ_ONCE(tally->seen);
		sum->skipped += READ_ONCE(tally->skipped);
		sum->crowded += READ_ONCE(tally->crowded);
		sum->thinned += READ_ONCE(tally->thinned);
	}
}
