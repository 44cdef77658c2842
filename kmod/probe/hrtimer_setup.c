// SPDX-License-Identifier: GPL-2.0-only
/* Is a timer told its function when it is set up? */
#include <linux/hrtimer.h>

static enum hrtimer_restart probe(struct hrtimer *timer)
{
	return HRTIMER_NORESTART;
}

void nftr_probe(struct hrtimer *timer);
void nftr_probe(struct hrtimer *timer)
{
	hrtimer_setup(timer, probe, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
}
