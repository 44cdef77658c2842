/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numeric addresses without the resolver, which a static program can't have. */
#ifndef KSELFTEST_ADDR_H
#define KSELFTEST_ADDR_H

#include <sys/socket.h>

/* "10.0.0.1", "fe80::1%eth0". The address's length; 0 when it is none. */
socklen_t addr_parse(const char *host, int port, struct sockaddr_storage *to);

#endif
