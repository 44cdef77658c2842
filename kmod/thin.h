/* SPDX-License-Identifier: GPL-2.0-only */
/* Thinning: every Nth, and so many a second, of what comes by. */
#ifndef _NFTR_THIN_H
#define _NFTR_THIN_H

#include <linux/atomic.h>
#include <linux/irqflags.h>
#include <linux/percpu.h>
#include <linux/types.h>

/**
 * struct nftr_thin - a sample and a rate
 * @sample: every Nth of a CPU passes, 1 is each
 * @gap:    ns between two at the rate wanted, 0 for no limit
 * @slack:  ns by which they may come early
 * @due:    with a rate: when the next is due, ns
 * @seen:   per CPU, for the sample; NULL when @sample is 1
 */
struct nftr_thin {
	u32		sample;
	u64		gap;
	u64		slack;
	atomic64_t	due;
	u64 __percpu	*seen;
};

int nftr_thin_init(struct nftr_thin *thin, u32 sample, u32 rate, u32 burst);
void nftr_thin_free(struct nftr_thin *thin);
bool nftr_thin_lets_by(struct nftr_thin *thin);

/* Whether it ever holds anything back. */
static inline bool nftr_thins(const struct nftr_thin *thin)
{
	return thin->sample > 1 || thin->gap;
}

#endif /* _NFTR_THIN_H */
