/* SPDX-License-Identifier: GPL-2.0-only */
/* The xt target NFTRACE. */
#ifndef _NFTR_TARGET_H
#define _NFTR_TARGET_H

int nftr_target_init(void);
void nftr_target_exit(void);

#endif /* _NFTR_TARGET_H */
