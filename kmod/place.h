/* SPDX-License-Identifier: GPL-2.0-only */
/* Places in the kernel where packets end, and what that means. */
#ifndef _NFTR_PLACE_H
#define _NFTR_PLACE_H

/* Who freed a packet, told from the function's name. */
enum nftr_owner {
	NFTR_OWNER_STACK,
	NFTR_OWNER_NETFILTER,
	/* Freed without being dropped: merged, or copied and the copy goes on. */
	NFTR_OWNER_INNOCENT,
};

int nftr_places_init(void);
void nftr_places_exit(void);
enum nftr_owner nftr_place_owner(unsigned long location);

#endif /* _NFTR_PLACE_H */
