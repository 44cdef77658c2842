// SPDX-License-Identifier: GPL-2.0-only
/*
 * The sweeper. Some packets end without a probe being called (TCP's receive
 * path, merged fragments); some stay for ever in a queue. It closes their
 * flights by age, and counts the open ones for readers.
 *
 * Owns:    the work that walks the table while flights can exist, and the look
 *          at RCU that tells when a packet can no longer be on its way behind our
 *          last hook.
 * Runs in: process context.
 * Locks:   nftr_sweep_lock, one walk at a time. A claim is held with
 *          interrupts off, because packet paths wait for it.
 */
#include "sweep.h"
#include "flight.h"
#include "fragment.h"
#include "group.h"
#include "main.h"
#include "rule.h"

#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/netfilter.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

/* Between two walks. */
#define NFTR_SWEEP_PERIOD (HZ / 5)
/* A hook behind our last one, or what receives the packet, decides at once; this is
 * far beyond. Where the kernel was preempted there, or that hook is slow, it is not:
 * see nftr_grace_look().
 */
#define NFTR_FINAL_AGE	  (HZ / 50 + 1)
/* Nothing but a queue keeps a packet this long from its next hook or its end. */
#define NFTR_HELD_FROM	  NFTR_FINAL_AGE
/* NFQUEUE may hold it, in the hook of its last hit or in a later one that we
 * did not see it enter; or defragmentation, which waits for 60 s at most.
 */
#define NFTR_HELD_AGE	  (61 * HZ)
/* How long a tap waits for the fate of a packet that is on its way out. */
#define NFTR_FATE_AGE	  (10 * HZ)

static DEFINE_MUTEX(nftr_sweep_lock);

/* A grace period that runs, from when it began, and up to when the last one reached.
 * Under nftr_sweep_lock.
 */
static unsigned long nftr_grace_cookie;
static unsigned long nftr_grace_begun;
static unsigned long nftr_grace_over;

static void nftr_sweep_work(struct work_struct *work);
static DECLARE_DELAYED_WORK(nftr_sweeper, nftr_sweep_work);

/* Claim whatever is open at @at. Context: interrupts off. */
static struct nftr_flight *nftr_flight_seize(unsigned int at)
{
	long key = atomic_long_read(&nftr_table.key[at]);

	if (!key || (key & NFTR_CLAIMED) ||
	    atomic_long_cmpxchg_acquire(&nftr_table.key[at], key, key | NFTR_CLAIMED) != key)
		return NULL;
	return &nftr_table.flight[at];
}

static void nftr_grace_begin(void)
{
	nftr_grace_begun = jiffies;
	nftr_grace_cookie = start_poll_synchronize_rcu();
}

/*
 * From its first hook until a socket has it, or a hook behind our last one has let it
 * go, a packet is within one RCU read section. Who was met before the grace period
 * began is out of that when it has ended.
 */
static void nftr_grace_look(void)
{
	if (!poll_state_synchronize_rcu(nftr_grace_cookie))
		return;
	nftr_grace_over = nftr_grace_begun;
	nftr_grace_begin();
}

/* Behind its last hook, and no longer under way to its end there. */
static bool nftr_is_decided(const struct nftr_flight *flight)
{
	return jiffies - flight->seen >= NFTR_FINAL_AGE &&
	       time_before(flight->seen, nftr_grace_over);
}

static bool nftr_is_over(const struct nftr_flight *flight)
{
	unsigned long age = jiffies - flight->seen;

	/* What goes out may wait for a neighbour or in a queue; what came in is
	 * dropped at once or not at all.
	 */
	if ((flight->state & NFTR_FATE) && flight->hook == NF_INET_POST_ROUTING)
		return age >= NFTR_FATE_AGE;
	if (flight->state & NFTR_FINAL)
		return nftr_is_decided(flight);
	if ((flight->state & NFTR_FRAGMENT) && nftr_fragment_merged(flight->fragment))
		return true;
	return age >= NFTR_HELD_AGE;
}

/* Its verdict is known by now, but a tap waits for more. */
static bool nftr_fate_is_open(const struct nftr_flight *flight)
{
	return flight->taps && (flight->state & (NFTR_FINAL | NFTR_FATE)) == NFTR_FINAL &&
	       flight->hook == NF_INET_POST_ROUTING;
}

/* Close a claimed flight if it is over. Context: interrupts off, RCU. */
static void nftr_sweep_one(struct nftr_flight *flight)
{
	if (!nftr_is_over(flight))
		nftr_flight_release(flight);
	else if (nftr_fate_is_open(flight))
		nftr_flight_leave(flight, NULL);
	else
		nftr_flight_close_stale(flight, NFTR_END_AGED);
}

/*
 * Is there anything to look through? Who opens a flight from here on sees the mark and
 * takes it away; one that is older will be seen.
 */
static bool nftr_use_doubt(void)
{
	if (READ_ONCE(nftr_table.use) == NFTR_UNUSED)
		return false;
	WRITE_ONCE(nftr_table.use, NFTR_PERHAPS_USED);
	/* Pairs with nftr_flight_take(). */
	smp_mb();
	return true;
}

/* The table was looked through; @used: there was a flight. */
static void nftr_use_decide(bool used)
{
	if (used)
		WRITE_ONCE(nftr_table.use, NFTR_USED);
	else
		cmpxchg(&nftr_table.use, NFTR_PERHAPS_USED, NFTR_UNUSED);
}

/* Look through the table. Return: whether there was a flight. */
static bool nftr_sweep_table(void)
{
	bool used = false;
	unsigned int at;

	for (at = 0; at < nftr_flights; at++) {
		struct nftr_flight *flight;
		unsigned long flags;

		if (!atomic_long_read(&nftr_table.key[at]))
			continue;
		used = true;
		rcu_read_lock();
		local_irq_save(flags);
		flight = nftr_flight_seize(at);
		if (flight)
			nftr_sweep_one(flight);
		local_irq_restore(flags);
		rcu_read_unlock();
	}
	return used;
}

static void nftr_sweep(void)
{
	unsigned int merged = nftr_fragment_mark();

	lockdep_assert_held(&nftr_sweep_lock);
	if (nftr_use_doubt()) {
		nftr_grace_look();
		nftr_use_decide(nftr_sweep_table());
	}
	nftr_fragment_forget(merged);
}

static void nftr_sweep_work(struct work_struct *work)
{
	mutex_lock(&nftr_sweep_lock);
	nftr_sweep();
	mutex_unlock(&nftr_sweep_lock);
	nftr_groups_look();
	queue_delayed_work(nftr_wq, &nftr_sweeper, NFTR_SWEEP_PERIOD);
}

/* Context: process, the table empty. */
void nftr_sweep_start(void)
{
	mutex_lock(&nftr_sweep_lock);
	nftr_grace_over = jiffies;
	nftr_grace_begin();
	mutex_unlock(&nftr_sweep_lock);
	queue_delayed_work(nftr_wq, &nftr_sweeper, NFTR_SWEEP_PERIOD);
}

void nftr_sweep_stop(void)
{
	cancel_delayed_work_sync(&nftr_sweeper);
}

/**
 * nftr_flights_purge() - close all flights of a network namespace
 * @nnet: NULL for all of them
 *
 * The caller has made sure that no packet path opens new ones; a claim that
 * one still holds is waited for.
 *
 * Context: process, may sleep.
 */
void nftr_flights_purge(const struct nftr_net *nnet)
{
	unsigned int at = 0;

	mutex_lock(&nftr_sweep_lock);
	while (at < nftr_flights) {
		struct nftr_flight *flight;
		unsigned long flags;

		if (!atomic_long_read(&nftr_table.key[at])) {
			at++;
			continue;
		}
		rcu_read_lock();
		local_irq_save(flags);
		flight = nftr_flight_seize(at);
		if (flight) {
			if (!nnet || flight->nnet == nnet)
				nftr_flight_close_stale(flight, NFTR_END_UNKNOWN);
			else
				nftr_flight_release(flight);
			at++;
		}
		local_irq_restore(flags);
		rcu_read_unlock();
		if (!flight)
			cond_resched();
	}
	mutex_unlock(&nftr_sweep_lock);
}

/**
 * nftr_flights_untap() - nobody is to be told for these taps any more
 * @nnet: of the taps, which no packet path finds any longer
 * @taps: one bit each
 *
 * Context: process, may sleep.
 */
void nftr_flights_untap(const struct nftr_net *nnet, u32 taps)
{
	unsigned int at = 0;

	mutex_lock(&nftr_sweep_lock);
	while (at < nftr_flights) {
		struct nftr_flight *flight;
		unsigned long flags;

		if (!atomic_long_read(&nftr_table.key[at])) {
			at++;
			continue;
		}
		local_irq_save(flags);
		flight = nftr_flight_seize(at);
		if (flight) {
			if (flight->nnet == nnet)
				flight->taps &= ~taps;
			nftr_flight_release(flight);
			at++;
		}
		local_irq_restore(flags);
		if (!flight)
			cond_resched();
	}
	mutex_unlock(&nftr_sweep_lock);
}

static void nftr_census_count(struct nftr_census *census, const struct nftr_flight *flight)
{
	bool held = jiffies - flight->seen >= NFTR_HELD_FROM;
	unsigned int i;

	rcu_read_lock();
	for (i = 0; i < flight->refs; i++) {
		unsigned int slot = nftr_slot_of(flight->ref[i]);

		if (!nftr_book_of(flight->nnet, flight->ref[i]))
			continue;
		census->open[slot]++;
		if (held && !(flight->state & NFTR_FINAL))
			census->queued[slot]++;
	}
	rcu_read_unlock();
}

/**
 * nftr_census_take() - count the open hits of every rule
 * @nnet:   whose rules
 * @census: filled in; free it with nftr_census_free()
 *
 * Sweeps first, so that at rest open hits are those that something holds.
 *
 * Context: process, may sleep.
 * Return: 0 or -ENOMEM.
 */
int nftr_census_take(const struct nftr_net *nnet, struct nftr_census *census)
{
	unsigned int at;

	census->open = kvcalloc(nftr_max_rules + 1, 2 * sizeof(u32), GFP_KERNEL);
	if (!census->open)
		return -ENOMEM;
	census->queued = census->open + nftr_max_rules + 1;

	if (!static_key_enabled(&nftr_flights_on))
		return 0;
	mutex_lock(&nftr_sweep_lock);
	nftr_sweep();
	for (at = 0; at < nftr_flights; at++) {
		struct nftr_flight *flight;
		unsigned long flags;

		local_irq_save(flags);
		flight = nftr_flight_seize(at);
		if (flight) {
			if (flight->nnet == nnet)
				nftr_census_count(census, flight);
			nftr_flight_release(flight);
		}
		local_irq_restore(flags);
	}
	mutex_unlock(&nftr_sweep_lock);
	return 0;
}

void nftr_census_free(struct nftr_census *census)
{
	kvfree(census->open);
}
