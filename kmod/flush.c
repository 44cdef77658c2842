// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flush: records of a ring become messages to the tap's socket.
 *
 * Owns:    the message being built.
 * Runs in: process context.
 * Locks:   outbox->lock.
 */
#include "outbox.h"
#include "book.h"
#include "fate.h"
#include "genl.h"
#include "group.h"
#include "main.h"

#include <linux/kallsyms.h>

/* Records in one message, bytes. With its head, and what the kernel puts behind
 * it, a message without names is four pages. One with names stays below 32 KiB,
 * beyond which the allocator often has nothing in one piece.
 */
#define NFTR_MESSAGE_RECORDS 15360U
#define NFTR_MESSAGE_HEAD    256U
#define NFTR_MESSAGE_NAMES   16384U

/* A stretch of a ring that lies in one piece. */
struct nftr_stretch {
	const u8	*from;
	u32		size;
	u32		end;		/* the ring's tail once it is sent */
	unsigned int	records;
	bool		names;		/* some records have a place or a reason */
};

static const struct nftrace_record *nftr_record_at(const u8 *data)
{
	return (const struct nftrace_record *)data;
}

/* Its detail, or NULL. */
static struct nftrace_detail *nftr_detail_of(const struct nftrace_record *record)
{
	return record->flags & NFTRACE_RECORD_DETAIL ? (struct nftrace_detail *)(record + 1) : NULL;
}

static bool nftr_needs_names(const struct nftrace_record *record)
{
	const struct nftrace_detail *detail = nftr_detail_of(record);

	return detail && (detail->place || (record->flags & NFTRACE_RECORD_REASON));
}

/* What can go into one message. Return: false when there is nothing. */
static bool nftr_ring_stretch(const struct nftr_ring *ring, struct nftr_stretch *stretch)
{
	/* Pairs with the commit: what lies below @head is whole. */
	u32 head = smp_load_acquire(&ring->head);
	u32 at = ring->tail, size = 0, most;
	unsigned int records = 0;
	bool names = false;
	const u8 *data;

	if (at != head && nftr_record_at(ring->data + at % NFTR_RING_SIZE)->time == NFTR_SKIP)
		at += NFTR_RING_SIZE - at % NFTR_RING_SIZE;
	data = ring->data + at % NFTR_RING_SIZE;
	most = min(head - at, NFTR_RING_SIZE - at % NFTR_RING_SIZE);
	while (size < most) {
		const struct nftrace_record *record = nftr_record_at(data + size);

		if (record->time == NFTR_SKIP || size + record->size > NFTR_MESSAGE_RECORDS)
			break;
		names |= nftr_needs_names(record);
		records++;
		size += record->size;
	}
	*stretch = (struct nftr_stretch){
		.from = data, .size = size, .end = at + size, .records = records, .names = names,
	};
	return records;
}

static int nftr_put_place_name(struct sk_buff *msg, unsigned long place, u64 number)
{
	struct nlattr *nest = nla_nest_start(msg, NFTRACE_EVENTS_A_PLACE);
	char symbol[KSYM_SYMBOL_LEN];

	sprint_symbol(symbol, place);
	/* Its module is gone: what is left is the bare address. */
	if (!strncmp(symbol, "0x", 2))
		strscpy(symbol, "(gone)", sizeof(symbol));
	if (!nest || nla_put_string(msg, NFTRACE_PLACE_A_SYMBOL, symbol) ||
	    nla_put_u64_64bit(msg, NFTRACE_PLACE_A_COUNT, number, NFTRACE_PLACE_A_PAD)) {
		nla_nest_cancel(msg, nest);
		return -EMSGSIZE;
	}
	nla_nest_end(msg, nest);
	return 0;
}

static int nftr_put_reason_name(struct sk_buff *msg, u32 reason)
{
	struct nlattr *nest = nla_nest_start(msg, NFTRACE_EVENTS_A_REASON);
	const char *name;
	int err;

	rcu_read_lock();
	name = nftr_reason_name(reason);
	err = !nest || nla_put_u32(msg, NFTRACE_PLACE_A_REASON, reason) ||
	      (name && nla_put_string(msg, NFTRACE_PLACE_A_REASON_NAME, name));
	rcu_read_unlock();
	if (err) {
		nla_nest_cancel(msg, nest);
		return -EMSGSIZE;
	}
	nla_nest_end(msg, nest);
	return 0;
}

/* The number by which the reader knows @place; 0 when by none. */
static u64 nftr_place_number(const struct nftr_outbox *outbox, unsigned long place)
{
	unsigned int i;

	for (i = 0; i < outbox->places_used; i++)
		if (outbox->places[i] == place)
			return i + 1;
	return 0;
}

/* Past NFTR_NAMES_MAX places, or room, the reader is told none. */
static void nftr_name_place(struct nftr_outbox *outbox, struct sk_buff *msg, unsigned long place)
{
	unsigned int used = outbox->places_used;

	if (nftr_place_number(outbox, place) || used == NFTR_NAMES_MAX)
		return;
	if (!nftr_put_place_name(msg, place, used + 1))
		outbox->places[outbox->places_used++] = place;
}

static void nftr_name_reason(struct nftr_outbox *outbox, struct sk_buff *msg, u32 reason)
{
	unsigned int i;

	for (i = 0; i < outbox->reasons_used; i++)
		if (outbox->reasons[i] == reason)
			return;
	if (i < NFTR_NAMES_MAX && !nftr_put_reason_name(msg, reason))
		outbox->reasons[outbox->reasons_used++] = reason;
}

/* Ahead of the records, the names that they need and the reader has not. */
static void nftr_name_all(struct nftr_outbox *outbox, struct sk_buff *msg,
			  const struct nftr_stretch *stretch)
{
	u32 at;

	for (at = 0; at < stretch->size; at += nftr_record_at(stretch->from + at)->size) {
		const struct nftrace_record *record = nftr_record_at(stretch->from + at);

		const struct nftrace_detail *detail = nftr_detail_of(record);

		if (detail && detail->place)
			nftr_name_place(outbox, msg, detail->place);
		if (record->flags & NFTRACE_RECORD_REASON)
			nftr_name_reason(outbox, msg, detail->reason);
	}
}

/* No address leaves the kernel: the copy gets numbers instead. */
static void nftr_number_places(const struct nftr_outbox *outbox, u8 *copy, u32 size)
{
	u32 at;

	for (at = 0; at < size; at += nftr_record_at(copy + at)->size) {
		struct nftrace_detail *detail = nftr_detail_of(nftr_record_at(copy + at));

		if (detail && detail->place)
			detail->place = nftr_place_number(outbox, detail->place);
	}
}

static int nftr_put_records(struct nftr_outbox *outbox, struct sk_buff *msg,
			    const struct nftr_stretch *stretch)
{
	struct nlattr *records;

	if (stretch->names)
		nftr_name_all(outbox, msg, stretch);
	if (nla_align_64bit(msg, NFTRACE_EVENTS_A_PAD))
		return -EMSGSIZE;
	records = nla_reserve(msg, NFTRACE_EVENTS_A_RECORDS, stretch->size);
	if (!records)
		return -EMSGSIZE;
	memcpy(nla_data(records), stretch->from, stretch->size);
	if (stretch->names)
		nftr_number_places(outbox, nla_data(records), stretch->size);
	return 0;
}

static int nftr_put_message(struct nftr_outbox *outbox, struct sk_buff *msg, int cpu,
			    const struct nftr_stretch *stretch, u64 lost, u64 paused)
{
	void *head = genlmsg_put(msg, 0, 0, &nftr_family, 0, NFTRACE_CMD_EVENTS);

	if (!head || nla_put_u32(msg, NFTRACE_EVENTS_A_CPU, cpu) ||
	    nla_put_u64_64bit(msg, NFTRACE_EVENTS_A_LOST, lost, NFTRACE_EVENTS_A_PAD) ||
	    (paused &&
	     nla_put_u64_64bit(msg, NFTRACE_EVENTS_A_PAUSED, paused, NFTRACE_EVENTS_A_PAD)) ||
	    (stretch->size && nftr_put_records(outbox, msg, stretch)))
		return -EMSGSIZE;
	genlmsg_end(msg, head);
	return 0;
}

/* Frees @msg. Return: 0, or why it did not get there. */
static int nftr_outbox_send(struct nftr_outbox *outbox, struct sk_buff *msg)
{
	struct nftr_net *nnet = outbox->nnet;
	int err;

	if (!outbox->group)
		return genlmsg_unicast(nnet->net, msg, READ_ONCE(outbox->portid));
	/* Who has no room learns it from the sequence numbers. */
	err = genlmsg_multicast_netns(&nftr_family, nnet->net, msg, 0, NFTR_GROUP_EVENTS,
				      GFP_KERNEL);
	if (err == -ESRCH)
		nftr_group_look(nnet);
	return 0;
}

/* Return: 0, or why the records stay where they are. */
static int nftr_send_stretch(struct nftr_outbox *outbox, int cpu,
			     const struct nftr_stretch *stretch)
{
	struct nftr_ring *ring = per_cpu_ptr(outbox->ring, cpu);
	u64 lost = READ_ONCE(ring->lost), paused = READ_ONCE(ring->paused);
	unsigned int places = outbox->places_used, reasons = outbox->reasons_used;
	unsigned int size = stretch->size + NFTR_MESSAGE_HEAD +
			    (stretch->names ? NFTR_MESSAGE_NAMES : 0);
	struct sk_buff *msg = nlmsg_new(size, GFP_KERNEL);
	int err;

	if (!msg)
		return -ENOMEM;
	/* Who joined just now has heard no names. */
	if (outbox->group) {
		outbox->places_used = 0;
		outbox->reasons_used = 0;
	}
	err = nftr_put_message(outbox, msg, cpu, stretch, lost, paused);
	if (err)
		nlmsg_free(msg);
	else
		err = nftr_outbox_send(outbox, msg);
	if (err) {
		/* The names in it were not heard either. */
		outbox->places_used = places;
		outbox->reasons_used = reasons;
		return err;
	}
	ring->told = lost + paused;
	outbox->sent += stretch->records;
	return 0;
}

/* Return: 0 when the ring is empty or was when we looked. */
static int nftr_flush_ring(struct nftr_outbox *outbox, int cpu)
{
	struct nftr_ring *ring = per_cpu_ptr(outbox->ring, cpu);
	unsigned int rounds = 2 * NFTR_RING_SIZE / NFTR_MESSAGE_RECORDS;
	struct nftr_stretch stretch;
	int err;

	while (rounds-- && nftr_ring_stretch(ring, &stretch)) {
		err = nftr_send_stretch(outbox, cpu, &stretch);
		if (err)
			return err;
		/* Pairs with nftr_ring_room(): we are done with these bytes. */
		smp_store_release(&ring->tail, stretch.end);
	}
	/* What was lost last has no record behind it that would tell. */
	if (READ_ONCE(ring->lost) + READ_ONCE(ring->paused) == ring->told)
		return 0;
	return nftr_send_stretch(outbox, cpu, &(struct nftr_stretch){ .size = 0 });
}

/**
 * nftr_outbox_flush() - send what there is and the socket takes
 * @outbox: of an open tap
 *
 * Context: process, may sleep.
 */
void nftr_outbox_flush(struct nftr_outbox *outbox)
{
	int cpu;

	mutex_lock(&outbox->lock);
	for_each_possible_cpu(cpu)
		if (!(outbox->group || READ_ONCE(outbox->portid)) ||
		    nftr_flush_ring(outbox, cpu))
			break;
	mutex_unlock(&outbox->lock);
}

void nftr_outbox_count(struct nftr_outbox *outbox, struct nftr_outbox_counts *counts)
{
	int cpu;

	memset(counts, 0, sizeof(*counts));
	for_each_possible_cpu(cpu) {
		const struct nftr_ring *ring = per_cpu_ptr(outbox->ring, cpu);

		counts->records += READ_ONCE(ring->records);
		counts->lost += READ_ONCE(ring->lost);
		counts->paused += READ_ONCE(ring->paused);
	}
	mutex_lock(&outbox->lock);
	counts->sent = outbox->sent;
	mutex_unlock(&outbox->lock);
}
