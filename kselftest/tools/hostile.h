/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requests that the family must refuse; see hostile.c. */
#ifndef KSELFTEST_HOSTILE_H
#define KSELFTEST_HOSTILE_H

#include "family.h"

/* Builds the request of that kind; 0 when there is no such kind. */
int hostile_build(struct nl_out *out, const struct family *f, const char *kind);

#endif
