/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Netlink for the test tools, by hand: they are static and must be able to send
 * what no library would (short attributes, unknown types), so nothing is checked
 * or padded beyond what the caller asks for.
 */
#ifndef KSELFTEST_NL_H
#define KSELFTEST_NL_H

#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>

/* One or more messages under construction; nl_begin() appends another one. */
struct nl_out {
	size_t used;
	size_t head; /* where the last message begins */
	char raw[65536] __attribute__((aligned(8)));
};

/* What the kernel answered to a request. */
struct nl_ack {
	int error;      /* 0 or a positive errno */
	char text[256]; /* extack message, "" when there was none */
	int offset;     /* extack's offset of the bad attribute, -1 when none */
};

/* Called for each message of an answer; a nonzero return ends the reading. */
typedef int (*nl_each)(const struct nlmsghdr *h, void *arg);

/* All exit(1) with a message on what a test can not go on from. */
int nl_open(int bus);
uint32_t nl_port(int fd);
void nl_send(int fd, const struct nl_out *out);

void nl_reset(struct nl_out *out);
void nl_begin(struct nl_out *out, int type, int flags, uint32_t seq);
void *nl_push(struct nl_out *out, const void *bytes, size_t len);
void nl_attr(struct nl_out *out, int type, const void *bytes, size_t len);
void nl_attr_u32(struct nl_out *out, int type, uint32_t value);
void nl_attr_str(struct nl_out *out, int type, const char *text);
size_t nl_nest(struct nl_out *out, int type);
void nl_nest_end(struct nl_out *out, size_t at);

/* Reads until an ack, an error or the end of a dump. Notifications and answers
 * go to each(); *ack is filled. Waits at most wait_ms for each datagram: then
 * ack->error is ETIMEDOUT.
 */
void nl_answer(int fd, nl_each each, void *arg, struct nl_ack *ack, int wait_ms);

/* One datagram into buf. Length; 0 on time-out; -errno. */
int nl_read(int fd, void *buf, size_t size, int wait_ms);

/* First attribute of that type in a stretch of attributes, or NULL. */
const struct nlattr *nl_find(const void *attrs, size_t len, int type);
const void *nl_bytes(const struct nlattr *a);
size_t nl_len(const struct nlattr *a);
uint64_t nl_number(const struct nlattr *a); /* 1, 2, 4 or 8 bytes, host order */

#endif
