/* SPDX-License-Identifier: GPL-2.0-only */
/* Notes: what taps want to know of a flight, beside its body. */
#ifndef _NFTR_NOTE_H
#define _NFTR_NOTE_H

#include "flight.h"

#include <linux/netdevice.h>
#include <linux/netfilter.h>

struct nftr_tap;

/* A packet's connection. */
struct nftr_note_ct {
	u32			state;
	u32			status;
	struct nftrace_tuple	orig;
	struct nftrace_tuple	reply;
};

/**
 * struct nftr_note - what taps want to know of a flight, beside its body
 * @head:    what all records of this packet begin with, @time being that of its
 *           first sight; of no flight but @head.flight. What is to be told next
 *           stands in it too.
 * @pid_ns:  compared only: of the tap whose opener knows @pid
 * @pid:     0 when no process is known
 * @decided: taps that have chosen or passed over this packet
 * @has_ct:  @ct is known, as of the last look
 * @leaves:  the device that takes it leads to another network namespace
 * @snapped: bytes kept of the packet at the last look
 */
struct nftr_note {
	struct nftrace_record	head;
	const void		*pid_ns;
	u32			pid;
	char			comm[16];
	u32			decided;
	bool			has_ct;
	bool			leaves;
	u16			snapped;
	struct nftr_note_ct	ct;
};

extern struct nftr_note *nftr_notes;

int nftr_notes_want(bool snaps);
void nftr_notes_exit(void);

void nftr_note_begin(struct nftr_note *note, const struct nftr_tap *tap,
		     const struct sk_buff *skb, const struct nf_hook_state *state);
void nftr_note_task(struct nftr_note *note, const struct nftr_tap *tap,
		    const struct sk_buff *skb, const struct nf_hook_state *state);
bool nftr_note_ct(struct nftr_note_ct *ct, const struct sk_buff *skb);
unsigned int nftr_note_snap(u8 *to, const struct sk_buff *skb, unsigned int size);
const u8 *nftr_note_kept_snap(const struct nftr_flight *flight);
void nftr_note_leaving(struct nftr_note *note, const struct nftr_flight *flight,
		       const struct sk_buff *skb);
void nftr_note_last_hook(struct nftr_flight *flight, const struct sk_buff *skb);

/* Valid while the flight is claimed and nftr_notes_want() succeeded. */
static inline struct nftr_note *nftr_note_of(const struct nftr_flight *flight)
{
	return &nftr_notes[flight - nftr_table.flight];
}

/* The same, fresh if it still is that of the flight before. */
static inline struct nftr_note *nftr_note_for(const struct nftr_flight *flight)
{
	struct nftr_note *note = nftr_note_of(flight);

	if (note->head.flight != flight->id) {
		note->head.flight = flight->id;
		note->decided = 0;
	}
	return note;
}

/**
 * nftr_note_look() - note what changes on a packet's way
 * @note: of its flight, claimed
 * @skb:  inside a hook, or at our last one; later its connection may be gone,
 *        and it not know
 *
 * Context: any but NMI.
 */
static inline void nftr_note_look(struct nftr_note *note, const struct sk_buff *skb)
{
	note->head.mark = skb->mark;
	note->has_ct = skb_nfct(skb) && nftr_note_ct(&note->ct, skb);
}

/* The device that a packet at our last hook goes out by. */
static inline void nftr_note_way_out(struct nftr_note *note, const struct nftr_flight *flight,
				     const struct sk_buff *skb)
{
	if (flight->hook == NF_INET_POST_ROUTING && skb->dev)
		note->head.oif = skb->dev->ifindex;
}

#endif /* _NFTR_NOTE_H */
