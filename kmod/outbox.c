// SPDX-License-Identifier: GPL-2.0-only
/*
 * Outboxes. The packet path writes records into a ring of its CPU; every few
 * ms, or when a ring is half full, work makes few large messages of them. What
 * the socket has no room for stays in the ring: records are lost in one place
 * only, at a full ring, and there the sequence numbers jump.
 *
 * Owns:    rings and messages of one tap.
 * Runs in: reserve and commit in any context but NMI, interrupts off between
 *          them; the flush in process context.
 * Locks:   outbox->lock around a flush. A ring has one writer, its CPU, and one
 *          reader, the flush.
 */
#include "outbox.h"
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

static void nftr_outbox_hurry(struct irq_work *work)
{
	struct nftr_outbox *outbox = container_of(work, struct nftr_outbox, hurry);

	mod_delayed_work(nftr_wq, &outbox->work, 0);
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
	init_irq_work(&outbox->hurry, nftr_outbox_hurry);
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
	cancel_delayed_work_sync(&outbox->work);
}

void nftr_outbox_free(struct nftr_outbox *outbox)
{
	int cpu;

	for_each_possible_cpu(cpu)
		kvfree(per_cpu_ptr(outbox->ring, cpu)->data);
	free_percpu(outbox->ring);
}

/* Where @size bytes fit in one piece, or NULL. Context: interrupts off. */
static void *nftr_ring_room(struct nftr_ring *ring, unsigned int size)
{
	/* Pairs with the flush: it is done with what lies below. */
	u32 used = ring->head - smp_load_acquire(&ring->tail);
	u32 at = ring->head % NFTR_RING_SIZE;
	u32 rest = NFTR_RING_SIZE - at;

	if (rest >= size) {
		ring->next = ring->head + size;
		return used + size <= NFTR_RING_SIZE ? ring->data + at : NULL;
	}
	if (used + rest + size > NFTR_RING_SIZE)
		return NULL;
	*(u64 *)(ring->data + at) = NFTR_SKIP;
	ring->next = ring->head + rest + size;
	return ring->data;
}

/**
 * nftr_outbox_reserve() - begin a record on this CPU
 * @outbox: of the tap
 * @size:   bytes, a multiple of 8
 * @flags:  interrupts are off until the commit, which wants this
 *
 * Context: any but NMI.
 * Return: room with @seq and @size filled in, or NULL and interrupts as before
 * when the ring is full; the loss is then counted.
 */
struct nftrace_record *nftr_outbox_reserve(struct nftr_outbox *outbox, unsigned int size,
					   unsigned long *flags)
{
	struct nftrace_record *record;
	struct nftr_ring *ring;

	local_irq_save(*flags);
	ring = this_cpu_ptr(outbox->ring);
	ring->records++;
	record = nftr_ring_room(ring, size);
	if (unlikely(!record)) {
		WRITE_ONCE(ring->lost, ring->lost + 1);
		local_irq_restore(*flags);
		return NULL;
	}
	record->seq = ring->records - 1;
	record->size = size;
	return record;
}

/* The record is filled in. Context: as reserve left it. */
void nftr_outbox_commit(struct nftr_outbox *outbox, unsigned long flags)
{
	struct nftr_ring *ring = this_cpu_ptr(outbox->ring);
	u32 tail = READ_ONCE(ring->tail);
	bool crossed = ring->head - tail <= NFTR_RING_SIZE / 2 &&
		       ring->next - tail > NFTR_RING_SIZE / 2;

	/* Pairs with the flush: bytes first, then their number. */
	smp_store_release(&ring->head, ring->next);
	if (unlikely(crossed))
		irq_work_queue(&outbox->hurry);
	local_irq_restore(flags);
}
