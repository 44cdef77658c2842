/* SPDX-License-Identifier: GPL-2.0-only */
/* What differs between kernels in timers. */
#ifndef _NFTR_COMPAT_TIMER_H
#define _NFTR_COMPAT_TIMER_H

#include "probed.h"

#include <linux/hrtimer.h>

#ifndef NFTR_HAVE_HRTIMER_SETUP
static inline void hrtimer_setup(struct hrtimer *timer,
				 enum hrtimer_restart (*function)(struct hrtimer *),
				 clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = function;
}
#endif

#endif /* _NFTR_COMPAT_TIMER_H */
