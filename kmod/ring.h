/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rings: the records that one CPU holds back for one tap. One writer, the CPU,
 * with interrupts off; one reader, the flush. What is full loses the new record,
 * not an old one.
 */
#ifndef _NFTR_RING_H
#define _NFTR_RING_H

#include <linux/nftrace.h>
#include <asm/barrier.h>

/* Bytes of records that one CPU can hold back for one tap. */
#define NFTR_RING_SIZE	65536U

/* The first word of what is left unused at a ring's end; no record's time. */
#define NFTR_SKIP	0ULL

/**
 * struct nftr_ring - one CPU's records
 * @head:    bytes ever written; this CPU writes, with interrupts off
 * @next:    where the record being written will end
 * @tail:    bytes ever sent; the flush writes
 * @records: records ever made, those lost too
 * @lost:    records that found no room
 * @paused:  packets that the tap let by because it pauses on this CPU
 * @told:    @lost and @paused, added up, as the reader knows them
 * @data:    NFTR_RING_SIZE bytes
 */
struct nftr_ring {
	u32	head;
	u32	next;
	u32	tail;
	u64	records;
	u64	lost;
	u64	paused;
	u64	told;
	u8	*data;
};

/* Where @size bytes fit in one piece, or NULL. */
static inline void *nftr_ring_room(struct nftr_ring *ring, unsigned int size)
{
	/* Pairs with the flush: it is done with what lies below. */
	u32 used = ring->head - smp_load_acquire(&ring->tail);
	u32 at = ring->head % NFTR_RING_SIZE;
	u32 rest = NFTR_RING_SIZE - at;

	if (likely(rest >= size)) {
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
 * nftr_ring_begin() - begin a record
 * @ring: of this CPU
 * @size: bytes, a multiple of 8
 *
 * Context: interrupts off until the commit.
 * Return: room, to be filled in but for @seq; NULL when there is none, the loss
 * being counted.
 */
static inline struct nftrace_record *nftr_ring_begin(struct nftr_ring *ring, unsigned int size)
{
	struct nftrace_record *record = nftr_ring_room(ring, size);

	ring->records++;
	if (unlikely(!record))
		WRITE_ONCE(ring->lost, ring->lost + 1);
	return record;
}

/**
 * nftr_ring_commit() - the record is filled in
 * @ring:   as it was for the begin
 * @record: what that returned
 *
 * Return: whether the ring is more than half full since this record.
 */
static inline bool nftr_ring_commit(struct nftr_ring *ring, struct nftrace_record *record)
{
	u32 tail = READ_ONCE(ring->tail);
	bool crossed = ring->head - tail <= NFTR_RING_SIZE / 2 &&
		       ring->next - tail > NFTR_RING_SIZE / 2;

	record->seq = ring->records - 1;
	/* Pairs with the flush: bytes first, then their number. */
	smp_store_release(&ring->head, ring->next);
	return crossed;
}

#endif /* _NFTR_RING_H */
