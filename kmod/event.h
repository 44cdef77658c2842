/* SPDX-License-Identifier: GPL-2.0-only */
/* Events: records of what happens to packets that a tap follows. */
#ifndef _NFTR_EVENT_H
#define _NFTR_EVENT_H

#include "main.h"
#include "note.h"
#include "tap.h"

void nftr_event_tell_hit(struct nftr_flight *flight, struct nftr_note *note, u32 taps,
			 const struct sk_buff *skb);

/**
 * nftr_event_follow() - a tap takes this packet
 * @flight: claimed
 * @note:   its
 * @tap:    that one
 * @skb:    read only
 * @state:  where the packet is
 *
 * Context: any but NMI, RCU read section.
 */
static inline void nftr_event_follow(struct nftr_flight *flight, struct nftr_note *note,
				     const struct nftr_tap *tap, const struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	if (!flight->taps) {
		nftr_note_begin(note, tap, skb, state);
		/* Nobody was told of those before this one. */
		note->head.hits = flight->refs ? flight->refs - 1 : 0;
	} else if (!note->pid) {
		nftr_note_task(note, tap, skb, state);
	}
	flight->taps |= tap->bit;
}

/**
 * nftr_event_hit() - a packet that taps follow hit a rule
 * @flight: claimed
 * @note:   its
 * @rule:   that one
 * @skb:    read only
 * @state:  where the packet is
 *
 * Context: any but NMI, RCU read section.
 */
static inline void nftr_event_hit(struct nftr_flight *flight, struct nftr_note *note,
				  const struct nftr_rule *rule, const struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	u32 taps = flight->taps & READ_ONCE(flight->nnet->hit_taps);

	note->head.rule = rule->id;
	note->head.hits++;
	if (state->out)
		note->head.oif = state->out->ifindex;
	if (unlikely(taps))
		nftr_event_tell_hit(flight, note, taps, skb);
}

#endif /* _NFTR_EVENT_H */
