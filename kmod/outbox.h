/* SPDX-License-Identifier: GPL-2.0-only */
/* Outboxes: a tap's records on their way from the packet path to its socket. */
#ifndef _NFTR_OUTBOX_H
#define _NFTR_OUTBOX_H

#include "ring.h"

#include <linux/hrtimer.h>
#include <linux/irq_work.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/workqueue.h>

struct nftr_net;

/* A ring holds 630 records: at a million a second it is full in so many times 13. */
#define NFTR_SOON_NS	50000

/* Different places and reasons that an outbox can name. */
#define NFTR_NAMES_MAX	64

/**
 * struct nftr_outbox - the rings and their way out
 * @ring:     per CPU
 * @nnet:     of the socket
 * @group:    for group "events", not for a socket
 * @portid:   the socket; 0 once it has closed
 * @work:     flushes every few ms
 * @hurry:    raises @work when a ring is half full, from any context
 * @soon:     stands in for it on machines where such work waits for the next tick
 * @lock:     one flush at a time; guards what follows
 * @sent:     records given to the socket
 * @places:   addresses already named to the reader, by number less one
 * @reasons:  drop reasons already named
 */
struct nftr_outbox {
	struct nftr_ring __percpu *ring;
	struct nftr_net		*nnet;
	bool			group;
	u32			portid;
	struct delayed_work	work;
	struct irq_work		hurry;
	struct hrtimer		soon;
	struct mutex		lock;	/* see above */
	u64			sent;
	unsigned int		places_used;
	unsigned int		reasons_used;
	unsigned long		places[NFTR_NAMES_MAX];
	u32			reasons[NFTR_NAMES_MAX];
};

/**
 * struct nftr_outbox_counts - an outbox, all CPUs added up
 * @sent:   of @records, less @lost, what the socket has; the rest is buffered
 * @paused: packets let by
 */
struct nftr_outbox_counts {
	u64 records;
	u64 lost;
	u64 sent;
	u64 paused;
};

int nftr_outbox_init(struct nftr_outbox *outbox, struct nftr_net *nnet, u32 portid, bool group);
void nftr_outbox_start(struct nftr_outbox *outbox);
void nftr_outbox_stop(struct nftr_outbox *outbox);
void nftr_outbox_free(struct nftr_outbox *outbox);
void nftr_outbox_flush(struct nftr_outbox *outbox);
void nftr_outbox_count(struct nftr_outbox *outbox, struct nftr_outbox_counts *counts);

/* A ring is half full: flush soon. Context: any. */
static inline void nftr_outbox_hurry(struct nftr_outbox *outbox)
{
	if (likely(arch_irq_work_has_interrupt()))
		irq_work_queue(&outbox->hurry);
	else
		hrtimer_start(&outbox->soon, ns_to_ktime(NFTR_SOON_NS), HRTIMER_MODE_REL_HARD);
}

/* The tap let a packet by; the reader is told how many. Context: any but NMI. */
static inline void nftr_outbox_paused(struct nftr_outbox *outbox)
{
	this_cpu_inc(outbox->ring->paused);
}

#endif /* _NFTR_OUTBOX_H */
