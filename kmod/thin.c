// SPDX-License-Identifier: GPL-2.0-only
/*
 * Thinning, for taps and for rules.
 *
 * Owns:    a counter per CPU where there is a sample.
 * Runs in: the choice in any context but NMI.
 * Locks:   none. The rate is one word for all CPUs, written once for each that
 *          is let by: no more often than the rate allows.
 */
#include "thin.h"

#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>

/**
 * nftr_thin_init() - set a sample and a rate
 * @thin:   zeroed
 * @sample: at least 1
 * @rate:   a second, 0 for no limit
 * @burst:  at once; 0 for a second's worth
 *
 * Context: process, may sleep.
 * Return: 0 or -ENOMEM.
 */
int nftr_thin_init(struct nftr_thin *thin, u32 sample, u32 rate, u32 burst)
{
	thin->sample = sample;
	if (rate) {
		thin->gap = NSEC_PER_SEC / rate;
		thin->slack = thin->gap * ((burst ?: rate) - 1);
	}
	if (sample <= 1)
		return 0;
	thin->seen = alloc_percpu_gfp(u64, GFP_KERNEL_ACCOUNT);
	return thin->seen ? 0 : -ENOMEM;
}

void nftr_thin_free(struct nftr_thin *thin)
{
	free_percpu(thin->seen);
}

/* Is it due? Each takes a place in time, so that no bucket is refilled. */
static bool nftr_thin_in_rate(struct nftr_thin *thin)
{
	s64 now = ktime_get_mono_fast_ns();
	s64 due = atomic64_read(&thin->due);

	do {
		if (due > now + (s64)thin->slack)
			return false;
	} while (!atomic64_try_cmpxchg(&thin->due, &due, max(due, now) + (s64)thin->gap));
	return true;
}

/* One more comes by; does it pass? Context: any but NMI. */
bool nftr_thin_lets_by(struct nftr_thin *thin)
{
	if (thin->sample > 1) {
		u64 seen = this_cpu_inc_return(*thin->seen);

		if (do_div(seen, thin->sample))
			return false;
	}
	return !thin->gap || nftr_thin_in_rate(thin);
}
