// SPDX-License-Identifier: GPL-2.0-only
/*
 * The choice: which packets a tap is told of. A packet is chosen once for a
 * tap; its flight then has the tap's bit.
 *
 * Owns:    each tap's tally.
 * Runs in: any context but NMI, RCU read section.
 * Locks:   none; counts are per CPU.
 */
#include "tap.h"
#include "event.h"
#include "flight.h"
#include "main.h"
#include "note.h"

#include <linux/filter.h>
#include <linux/jiffies.h>

/* A tap that has used up its budget pauses until this much has passed; jiffies. */
#define NFTR_WINDOW max_t(unsigned long, HZ / 10, 1)

s64 nftr_tap_budget __read_mostly;

/* What it had is used up: does it get more, or does it pause? */
static noinline bool nftr_tap_refill(struct nftr_tap *tap)
{
	if (jiffies - this_cpu_read(tap->tally->filled) < NFTR_WINDOW) {
		nftr_outbox_paused(&tap->outbox);
		return false;
	}
	this_cpu_write(tap->tally->filled, jiffies);
	this_cpu_write(tap->tally->left, nftr_tap_budget);
	return true;
}

/*
 * May this tap do more on this CPU now? An interrupt between the question and what is
 * then spent moves a budget by a packet, no count.
 */
static inline bool nftr_tap_affords(struct nftr_tap *tap)
{
	return likely(this_cpu_read(tap->tally->left) >= 0) || nftr_tap_refill(tap);
}

static inline void nftr_tap_spend(struct nftr_tap *tap, u32 work)
{
	this_cpu_sub(tap->tally->left, work);
}

/* A tap begins with a full budget on each CPU. Context: process. */
void nftr_tap_budget_begin(struct nftr_tap *tap)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct nftr_tap_tally *tally = per_cpu_ptr(tap->tally, cpu);

		tally->filled = jiffies;
		tally->left = nftr_tap_budget;
	}
}

/* A packet was chosen by filter or rule: is it told, if it can be followed? */
static bool nftr_tap_wants(struct nftr_tap *tap)
{
	if (nftr_thin_lets_by(&tap->thin) &&
	    (!tap->wish.count || atomic64_read(&tap->left) > 0))
		return true;
	this_cpu_inc(tap->tally->skipped);
	return false;
}

/* It can be followed. With drops, only those told use up the count. */
static bool nftr_tap_takes(struct nftr_tap *tap)
{
	if (tap->wish.drops || nftr_tap_counts(tap))
		return true;
	this_cpu_inc(tap->tally->skipped);
	return false;
}

static bool nftr_tap_wants_rule(const struct nftr_tap *tap, const struct nftr_rule *rule)
{
	return tap->wish.all || tap->wish.rule == rule->id;
}

/* The rule's own sample and rate let by nothing of this hit: tell the taps' tallies. */
static void nftr_taps_thinned(const struct nftr_rule *rule, u32 taps)
{
	for (; taps; taps &= taps - 1) {
		struct nftr_tap *tap = rcu_dereference(rule->nnet->tap[__ffs(taps)]);

		if (tap && nftr_tap_wants_rule(tap, rule))
			this_cpu_inc(tap->tally->thinned);
	}
}

/*
 * Of @taps those that want this rule, if the rule makes an event of this hit.
 * Asked once a hit, so that one event counts once for the rule's rate.
 */
static noinline u32 nftr_taps_of_thin_rule(struct nftr_rule *rule, u32 taps)
{
	u32 wanted = 0, rest = taps;

	for (; rest; rest &= rest - 1) {
		struct nftr_tap *tap = rcu_dereference(rule->nnet->tap[__ffs(rest)]);

		if (tap && nftr_tap_wants_rule(tap, rule))
			wanted |= rest & -rest;
	}
	if (wanted && !nftr_thin_lets_by(&rule->thin)) {
		nftr_taps_thinned(rule, wanted);
		return 0;
	}
	return wanted;
}

/* A tap hears of a packet's hit for the first time: is it to follow? */
static void nftr_tap_decide(struct nftr_tap *tap, struct nftr_flight *flight,
			    struct nftr_note *note, const struct sk_buff *skb,
			    const struct nf_hook_state *state)
{
	if (!nftr_tap_affords(tap))
		return;
	nftr_tap_spend(tap, NFTR_RECORD_WORK);
	note->decided |= tap->bit;
	this_cpu_inc(tap->tally->seen);
	if (likely(!tap->picky) || (nftr_tap_wants(tap) && nftr_tap_takes(tap)))
		nftr_event_follow(flight, note, tap, skb, state);
}

/**
 * nftr_taps_hit() - a followed packet hit a rule
 * @flight: claimed, in a namespace that had a tap once
 * @rule:   that one
 * @skb:    read only
 * @state:  where the packet is
 *
 * Context: any but NMI, RCU read section.
 */
void nftr_taps_hit(struct nftr_flight *flight, struct nftr_rule *rule,
		   const struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct nftr_net *nnet = rule->nnet;
	struct nftr_note *note = nftr_note_for(flight);
	u32 taps = READ_ONCE(nnet->rule_taps) & ~note->decided;

	if (taps && unlikely(nftr_thins(&rule->thin)))
		taps = nftr_taps_of_thin_rule(rule, taps);
	for (; taps; taps &= taps - 1) {
		struct nftr_tap *tap = rcu_dereference(nnet->tap[__ffs(taps)]);

		if (tap && nftr_tap_wants_rule(tap, rule))
			nftr_tap_decide(tap, flight, note, skb, state);
	}
	if (flight->taps)
		nftr_event_hit(flight, note, rule, skb, state);
}

/* A packet hit a rule and there was no room to follow it. Context: as above. */
void nftr_taps_crowded(struct nftr_rule *rule)
{
	u32 taps = READ_ONCE(rule->nnet->rule_taps);

	if (taps && nftr_thins(&rule->thin))
		taps = nftr_taps_of_thin_rule(rule, taps);
	for (; taps; taps &= taps - 1) {
		struct nftr_tap *tap = rcu_dereference(rule->nnet->tap[__ffs(taps)]);

		if (!tap || !nftr_tap_wants_rule(tap, rule))
			continue;
		this_cpu_inc(tap->tally->seen);
		this_cpu_inc(tap->tally->crowded);
	}
}

/* The tap's filter chose a packet: let it be followed, if there is room. */
static noinline void nftr_tap_matched(struct nftr_tap *tap, const struct sk_buff *skb,
				      const struct nf_hook_state *state)
{
	struct nftr_flight *flight;

	this_cpu_inc(tap->tally->seen);
	nftr_tap_spend(tap, NFTR_RECORD_WORK);
	if (!nftr_tap_wants(tap))
		return;
	flight = nftr_flight_open(tap->nnet, skb, state);
	if (!flight) {
		this_cpu_inc(tap->tally->crowded);
		return;
	}
	if (nftr_tap_takes(tap))
		nftr_event_follow(flight, nftr_note_for(flight), tap, skb, state);
	nftr_flight_release(flight);
}

/*
 * bpf_prog_run() would also keep the program on its CPU, for its maps, and look whether
 * somebody counts its runs: a classic one has neither maps nor a name to ask for.
 */
static inline bool nftr_filter_run(const struct bpf_prog *filter, const struct sk_buff *skb)
{
	return bpf_dispatcher_nop_func(skb, filter->insnsi, filter->bpf_func);
}

/**
 * nftr_taps_first_hook() - a packet begins its way through netfilter
 * @tap:   first tap with a filter of the packet's namespace
 * @skb:   read only
 * @state: where the packet is
 *
 * Most packets match none: all that stands here is what those cost.
 *
 * Context: softirq or process, RCU read section.
 */
notrace void nftr_taps_first_hook(struct nftr_tap *tap, const struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	do {
		if (!nftr_tap_affords(tap))
			continue;
		nftr_tap_spend(tap, tap->wish.work);
		if (nftr_filter_run(tap->wish.filter, skb))
			nftr_tap_matched(tap, skb, state);
	} while ((tap = rcu_dereference(tap->next)));
}
