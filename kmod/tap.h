/* SPDX-License-Identifier: GPL-2.0-only */
/* Taps: which packets a reader wants to hear of. */
#ifndef _NFTR_TAP_H
#define _NFTR_TAP_H

#include "outbox.h"
#include "thin.h"

#include <linux/netfilter.h>
#include <linux/netfilter/xt_NFTRACE.h>
#include <linux/rcupdate.h>

struct bpf_prog;
struct nftr_flight;
struct nftr_net;
struct nftr_rule;
struct nlattr;
struct pid_namespace;

/**
 * struct nftr_wish - what a tap wants
 * @filter: NULL when it wants packets of rules
 * @work:   what a run of the filter costs at most, in its instructions
 * @all:    of every rule
 * @drops:  only packets that end in a drop
 * @group:  for group "events", not for one socket
 * @rule:   if not @all, of this one
 * @parts:  enum nftrace_part
 * @sample: every Nth packet of a CPU, 1 is each
 * @rate:   packets a second, 0 for no limit
 * @burst:  at once, 0 for a second's worth
 * @count:  packets in all, 0 for no limit
 */
struct nftr_wish {
	struct bpf_prog	*filter;
	u32		work;
	bool		all;
	bool		drops;
	bool		group;
	u32		rule;
	u32		parts;
	u32		sample;
	u32		rate;
	u32		burst;
	u64		count;
	u32		snaplen;
};

/**
 * struct nftr_tap_tally - what one CPU counted for a tap
 * @seen:    packets that filter or rule chose
 * @skipped: of these, not told
 * @crowded: of these, without a flight
 * @thinned: hits that their rule did not make events
 * @filled:  jiffies when @left was last made what a tenth of a second may cost
 * @left:    work that the tap may cost yet; below 0 when it is used up
 */
struct nftr_tap_tally {
	u64		seen;
	u64		skipped;
	u64		crowded;
	u64		thinned;
	unsigned long	filled;
	s64		left;
};

/* Of nftr_tap_tally, what readers are told, all CPUs added up. */
struct nftr_tap_sum {
	u64 seen;
	u64 skipped;
	u64 crowded;
	u64 thinned;
};

/**
 * struct nftr_tap - a reader's wish, held by its socket
 * @nnet:   holds a reference
 * @bit:    in flights, of its place in the namespace
 * @next:   with a filter: the next one in nnet->filter_taps
 * @pid_ns: of the opener; holds a reference. NULL for the group's.
 * @picky:  it has a sample, a rate or a count
 * @thin:   its sample and rate
 * @left:   with a count: packets still to be told
 * @tally:  per CPU
 * @end:    takes it down; queued when the socket closes
 */
struct nftr_tap {
	struct nftr_net			*nnet;
	u32				bit;
	struct nftr_tap __rcu		*next;
	struct nftr_wish		wish;
	struct pid_namespace		*pid_ns;
	bool				picky;
	struct nftr_thin		thin;
	atomic64_t			left;
	struct nftr_tap_tally __percpu	*tally;
	struct nftr_outbox		outbox;
	struct work_struct		end;
};

/* Filter instructions a tap may cost in a tenth of a second of a CPU. */
extern s64 nftr_tap_budget;

/* What a record costs, as filter instructions. */
#define NFTR_RECORD_WORK 300

struct nftr_tap *nftr_tap_open(struct nftr_net *nnet, u32 portid, const struct nftr_wish *wish);
struct nftr_tap *nftr_tap_of(struct nftr_net *nnet, u32 portid);
void nftr_tap_socket_closed(struct nftr_net *nnet, u32 portid);
int nftr_tap_close(struct nftr_net *nnet, u32 portid);
void nftr_taps_net_exit(struct nftr_net *nnet);
void nftr_tap_end(struct nftr_tap *tap);
void nftr_tap_budget_begin(struct nftr_tap *tap);
unsigned int nftr_taps_open(struct nftr_net *nnet);
void nftr_tap_count(const struct nftr_tap *tap, struct nftr_tap_sum *sum);

void nftr_taps_hit(struct nftr_flight *flight, struct nftr_rule *rule,
		   const struct sk_buff *skb, const struct nf_hook_state *state);
void nftr_taps_crowded(struct nftr_rule *rule);
void nftr_taps_first_hook(struct nftr_tap *tap, const struct sk_buff *skb,
			  const struct nf_hook_state *state);

/* One packet of its count is used up. Return: false when there is none left. */
static inline bool nftr_tap_counts(struct nftr_tap *tap)
{
	return !tap->wish.count || atomic64_dec_if_positive(&tap->left) >= 0;
}

#endif /* _NFTR_TAP_H */
