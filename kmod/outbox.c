// SPDX-License-Identifier: GPL-2.0-only
/*
 * Outboxes. The packet path writes records into a ring of its CPU; every few
 * ms, or when a ring is half full, work makes few large messages of them. What
 * the socket has no room for stays in the ring: records are lost in one place
 * only, at a full ring, and there the sequence numbers jump.
 *
 * Owns:    rings and messages of one tap.
 * Runs in: records are written in any context but NMI, see ring.h; the flush runs
 *          in process context.
 * Locks:   outbox->lock around a flush.
 */
#include "outbox.h"
#include "compat_timer.h"
#include "main.h"

#include <linux/slab.h>

/* How long a record may wait. */
#define NFTR_FLUSH_PERIOD msecs_to_jiffies(8)

static void nftr_outbox_work(struct work_struct *work)
{
	struct nftr_outbox *outbox = container_of(to_delayed_work(work), struct nftr_outbox, work);

	nftr_outbox_flush(outbox);
	queue_delayed_work(nftr_wq, &outbox->work, NFTR_FLUSH_PERIOD);
}

static void nftr_outbox_hurried(struct irq_work *work)
{
	struct nftr_outbox *outbox = container_of(work, struct nftr_outbox, hurry);

	mod_delayed_work(nftr_wq, &outbox->work, 0);
}

static enum hrtimer_restart nftr_outbox_due(struct hrtimer *timer)
{
	struct nftr_outbox *outbox = container_of(timer, struct nftr_outbox, soon);

	mod_delayed_work(nftr_wq, &outbox->work, 0);
	return HRTIMER_NORESTART;
}

/**
 * nftr_outbox_init() - allocate the rings
 * @outbox: zeroed
 * @nnet:   of the socket, which holds it
 * @portid: of the socket
 * @group:  for group "events", not for a socket
 *
 * Context: process, may sleep.
 * Return: 0 or -ENOMEM.
 */
int nftr_outbox_init(struct nftr_outbox *outbox, struct nftr_net *nnet, u32 portid, bool group)
{
	int cpu;

	mutex_init(&outbox->lock);
	INIT_DELAYED_WORK(&outbox->work, nftr_outbox_work);
	init_irq_work(&outbox->hurry, nftr_outbox_hurried);
	hrtimer_setup(&outbox->soon, nftr_outbox_due, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	outbox->nnet = nnet;
	outbox->group = group;
	outbox->portid = portid;
	outbox->ring = alloc_percpu_gfp(struct nftr_ring, GFP_KERNEL_ACCOUNT);
	if (!outbox->ring)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		struct nftr_ring *ring = per_cpu_ptr(outbox->ring, cpu);

		ring->data = kvmalloc(NFTR_RING_SIZE, GFP_KERNEL_ACCOUNT);
		if (!ring->data) {
			nftr_outbox_free(outbox);
			return -ENOMEM;
		}
	}
	return 0;
}

void nftr_outbox_start(struct nftr_outbox *outbox)
{
	queue_delayed_work(nftr_wq, &outbox->work, NFTR_FLUSH_PERIOD);
}

/* No packet path writes any more. Context: process, may sleep. */
void nftr_outbox_stop(struct nftr_outbox *outbox)
{
	irq_work_sync(&outbox->hurry);
	hrtimer_cancel(&outbox->soon);
	cancel_delayed_work_sync(&outbox->work);
}

void nftr_outbox_free(struct nftr_outbox *outbox)
{
	int cpu;

	for_each_possible_cpu(cpu)
		kvfree(per_cpu_ptr(outbox->ring, cpu)->data);
	free_percpu(outbox->ring);
}
