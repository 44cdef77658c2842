/* SPDX-License-Identifier: GPL-2.0-only */
/* Notes: what taps want to know of a flight, beside its body. */
#ifndef _NFTR_NOTE_H
#define _NFTR_NOTE_H

#include "flight.h"

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
 * @flight:  the flight that @decided is of
 * @time:    ns, when first seen
 * @tuple:   at first sight
 * @pid_ns:  compared only: of the tap whose opener knows @pid
 * @pid:     0 when no process is known
 * @decided: taps that have chosen or passed over this packet
 * @rule:    hit last
 * @hits:    rules hit
 * @ports:   whether @tuple has them
 * @last:    what follows is noted, as it was at our last hook
 * @has_ct:  @ct is
 * @snaplen: bytes kept of the packet
 */
struct nftr_note {
	u64			flight;
	u64			time;
	struct nftrace_tuple	tuple;
	const void		*pid_ns;
	u32			pid;
	char			comm[16];
	u32			decided;
	u32			rule;
	u32			hits;
	u32			len;
	u32			iif;
	u32			oif;
	bool			ports;
	bool			last;
	bool			has_ct;
	u16			snaplen;
	u32			mark;
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
void nftr_note_way_out(const struct nftr_flight *flight, const struct sk_buff *skb);
void nftr_note_last_hook(struct nftr_flight *flight, const struct sk_buff *skb);

/* Valid while the flight is claimed and nftr_notes_want() succeeded. */
static inline struct nftr_note *nftr_note_of(const struct nftr_flight *flight)
{
	return &nftr_notes[flight - nftr_table.flight];
}

#endif /* _NFTR_NOTE_H */
