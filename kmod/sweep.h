/* SPDX-License-Identifier: GPL-2.0-only */
/* The sweeper: closes flights that no packet path will close. */
#ifndef _NFTR_SWEEP_H
#define _NFTR_SWEEP_H

#include <linux/types.h>

struct nftr_net;

/**
 * struct nftr_census - open hits of each rule in one network namespace
 * @open:   by slot
 * @queued: by slot; of @open, those that something holds
 */
struct nftr_census {
	u32 *open;
	u32 *queued;
};

void nftr_sweep_start(void);
void nftr_sweep_stop(void);
void nftr_flights_purge(const struct nftr_net *nnet);
void nftr_flights_untap(const struct nftr_net *nnet, u32 taps);

int nftr_census_take(const struct nftr_net *nnet, struct nftr_census *census);
void nftr_census_free(struct nftr_census *census);

#endif /* _NFTR_SWEEP_H */
