// SPDX-License-Identifier: GPL-2.0-or-later
/* Netlink for the test tools; see nl.h. */
#include "nl.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif

static void die(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

int nl_open(int bus)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, bus);
	int on = 1;

	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)))
		die("netlink socket");
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	return fd;
}

uint32_t nl_port(int fd)
{
	struct sockaddr_nl addr = { 0 };
	socklen_t len = sizeof(addr);

	if (getsockname(fd, (struct sockaddr *)&addr, &len))
		die("getsockname");
	return addr.nl_pid;
}

void nl_send(int fd, const struct nl_out *out)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	if (sendto(fd, out->raw, out->used, 0, (struct sockaddr *)&kernel, sizeof(kernel)) < 0)
		die("netlink send");
}

static struct nlmsghdr *last(struct nl_out *out)
{
	return (struct nlmsghdr *)(out->raw + out->head);
}

void nl_reset(struct nl_out *out)
{
	memset(out, 0, sizeof(*out));
}

void nl_begin(struct nl_out *out, int type, int flags, uint32_t seq)
{
	struct nlmsghdr *h;

	out->head = out->used;
	h = last(out);
	out->used += sizeof(*h);
	h->nlmsg_len = sizeof(*h);
	h->nlmsg_type = type;
	h->nlmsg_flags = NLM_F_REQUEST | flags;
	h->nlmsg_seq = seq;
	h->nlmsg_pid = 0;
}

void *nl_push(struct nl_out *out, const void *bytes, size_t len)
{
	void *at = out->raw + out->used;

	if (out->used + NLMSG_ALIGN(len) > sizeof(out->raw)) {
		errno = EMSGSIZE;
		die("message");
	}
	memset(at, 0, NLMSG_ALIGN(len));
	if (bytes)
		memcpy(at, bytes, len);
	out->used += NLMSG_ALIGN(len);
	last(out)->nlmsg_len = out->used - out->head;
	return at;
}

void nl_attr(struct nl_out *out, int type, const void *bytes, size_t len)
{
	struct nlattr a = { .nla_type = type, .nla_len = sizeof(a) + len };

	nl_push(out, &a, sizeof(a));
	if (len)
		nl_push(out, bytes, len);
}

void nl_attr_u32(struct nl_out *out, int type, uint32_t value)
{
	nl_attr(out, type, &value, sizeof(value));
}

void nl_attr_str(struct nl_out *out, int type, const char *text)
{
	nl_attr(out, type, text, strlen(text) + 1);
}

size_t nl_nest(struct nl_out *out, int type)
{
	size_t at = out->used;

	nl_attr(out, type | NLA_F_NESTED, NULL, 0);
	return at;
}

void nl_nest_end(struct nl_out *out, size_t at)
{
	((struct nlattr *)(out->raw + at))->nla_len = out->used - at;
}

int nl_read(int fd, void *buf, size_t size, int wait_ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n = poll(&p, 1, wait_ms);

	if (n == 0)
		return 0;
	if (n < 0)
		return -errno;
	n = recv(fd, buf, size, 0);
	return n < 0 ? -errno : n;
}

static void read_ack(const struct nlmsghdr *h, struct nl_ack *ack)
{
	const struct nlmsgerr *e = NLMSG_DATA(h);
	size_t skip = sizeof(*e);
	const struct nlattr *a;

	ack->error = -e->error;
	if (!(h->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(h->nlmsg_flags & NLM_F_CAPPED))
		skip += NLMSG_ALIGN(e->msg.nlmsg_len) - sizeof(e->msg);
	a = nl_find((const char *)e + skip, h->nlmsg_len - NLMSG_HDRLEN - skip, NLMSGERR_ATTR_MSG);
	if (a)
		snprintf(ack->text, sizeof(ack->text), "%.*s", (int)nl_len(a),
			 (const char *)nl_bytes(a));
	a = nl_find((const char *)e + skip, h->nlmsg_len - NLMSG_HDRLEN - skip, NLMSGERR_ATTR_OFFS);
	if (a)
		ack->offset = nl_number(a);
}

/* Errors of a dump stand behind NLMSG_DONE's code in the same form. */
static void read_done(const struct nlmsghdr *h, struct nl_ack *ack)
{
	const int *code = NLMSG_DATA(h);
	const struct nlattr *a;

	if (h->nlmsg_len < NLMSG_LENGTH(sizeof(*code)))
		return;
	ack->error = *code < 0 ? -*code : 0;
	a = nl_find(code + 1, h->nlmsg_len - NLMSG_LENGTH(sizeof(*code)), NLMSGERR_ATTR_MSG);
	if (a)
		snprintf(ack->text, sizeof(ack->text), "%.*s", (int)nl_len(a),
			 (const char *)nl_bytes(a));
}

void nl_answer(int fd, nl_each each, void *arg, struct nl_ack *ack, int wait_ms)
{
	static char buf[1 << 18] __attribute__((aligned(8)));

	*ack = (struct nl_ack){ .offset = -1 };
	for (;;) {
		const struct nlmsghdr *h = (const void *)buf;
		int n = nl_read(fd, buf, sizeof(buf), wait_ms);

		if (n <= 0) {
			ack->error = n ? -n : ETIMEDOUT;
			return;
		}
		for (; NLMSG_OK(h, (unsigned int)n); h = NLMSG_NEXT(h, n)) {
			if (h->nlmsg_flags & NLM_F_DUMP_INTR)
				ack->offset = -2; /* the dump met a change */
			if (h->nlmsg_type == NLMSG_ERROR) {
				read_ack(h, ack);
				return;
			}
			if (h->nlmsg_type == NLMSG_DONE) {
				read_done(h, ack);
				return;
			}
			if (each && each(h, arg))
				return;
		}
	}
}

const struct nlattr *nl_find(const void *attrs, size_t len, int type)
{
	const char *at = attrs;

	while (len >= sizeof(struct nlattr)) {
		const struct nlattr *a = (const void *)at;

		if (a->nla_len < sizeof(*a) || a->nla_len > len)
			return NULL;
		if ((a->nla_type & NLA_TYPE_MASK) == type)
			return a;
		if (NLA_ALIGN(a->nla_len) >= len)
			return NULL;
		at += NLA_ALIGN(a->nla_len);
		len -= NLA_ALIGN(a->nla_len);
	}
	return NULL;
}

const void *nl_bytes(const struct nlattr *a)
{
	return (const char *)a + NLA_HDRLEN;
}

size_t nl_len(const struct nlattr *a)
{
	return a->nla_len - NLA_HDRLEN;
}

uint64_t nl_number(const struct nlattr *a)
{
	uint64_t big = 0;
	uint32_t word;
	uint16_t half;

	switch (nl_len(a)) {
	case 1:
		return *(const uint8_t *)nl_bytes(a);
	case 2:
		memcpy(&half, nl_bytes(a), 2);
		return half;
	case 4:
		memcpy(&word, nl_bytes(a), 4);
		return word;
	default:
		memcpy(&big, nl_bytes(a), nl_len(a) < 8 ? nl_len(a) : 8);
		return big;
	}
}
