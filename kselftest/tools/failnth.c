// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * failnth: requests of which the N-th allocation fails (FAIL_NTH=N, see fault.h).
 *
 *   failnth insmod FILE [PARAMETERS]    loads a module
 *   failnth netns                       makes a network namespace, for itself
 *   failnth tap [rules]                 opens a tap with a filter, or on all rules
 *   failnth join                        joins the group "events"
 *   failnth flush COUNT                 opens a tap on all rules, sends COUNT packets
 *                                       to 127.0.0.1, and asks for the tap, which makes
 *                                       messages of what is in its outbox; then all
 *                                       COUNT events must come, with and without fault
 *
 * Prints "errno=NAME". Exit: 0 done, 1 refused, 2 usage, 3 events are missing.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/nftrace.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "family.h"
#include "fault.h"

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif

#define WAIT_MS 60000

static struct nl_out out;
static struct family family;
static unsigned long events;

static int insmod(const char *path, const char *parameters)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err;

	if (fd < 0) {
		perror(path);
		return -1;
	}
	fault_arm();
	err = syscall(SYS_finit_module, fd, parameters, 0) ? errno : 0;
	fault_disarm();
	return err;
}

static int netns(void)
{
	int err;

	fault_arm();
	err = unshare(CLONE_NEWNET) ? errno : 0;
	fault_disarm();
	return err;
}

static int count_events(const struct nlmsghdr *h, void *arg)
{
	const struct nlattr *records;
	const void *attrs;
	size_t len, at = 0;

	(void)arg;
	if (h->nlmsg_type != family.id)
		return 0;
	attrs = family_attrs(h, &len);
	records = nl_find(attrs, len, NFTRACE_EVENTS_A_RECORDS);
	while (next_record(records, &at))
		events++;
	return 0;
}

/* Sends the request in @out; armed, if the fault is to be in it. */
static int ask(int armed)
{
	struct nl_ack ack;

	if (armed)
		fault_arm();
	nl_send(family.fd, &out);
	if (armed)
		fault_disarm();
	nl_answer(family.fd, count_events, NULL, &ack, WAIT_MS);
	if (ack.text[0])
		fprintf(stderr, "%s: %s\n", strerrorname_np(ack.error), ack.text);
	return ack.error;
}

/* With @armed the fault is in it, and everything that may need memory. */
static int tap(int rules, int armed)
{
	static const struct sock_filter all[] = { { BPF_RET | BPF_K, 0, 0, 1 } };

	nl_reset(&out);
	family_begin(&out, &family, NFTRACE_CMD_TAP_OPEN, NLM_F_ACK);
	if (rules)
		nl_attr(&out, NFTRACE_TAP_A_ALL, NULL, 0);
	else
		nl_attr(&out, NFTRACE_TAP_A_FILTER, all, sizeof(all));
	if (armed) {
		nl_attr_u32(&out, NFTRACE_TAP_A_SAMPLE, 2);
		nl_attr_u32(&out, NFTRACE_TAP_A_SNAPLEN, 64);
	}
	return ask(armed);
}

static int join(void)
{
	int err;

	fault_arm();
	err = setsockopt(family.fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &family.events,
			 sizeof(family.events)) ? errno : 0;
	fault_disarm();
	return err;
}

static int send_to_self(unsigned long count)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int s = socket(AF_INET, SOCK_DGRAM, 0);

	while (count--)
		if (sendto(s, "x", 1, 0, (struct sockaddr *)&to, sizeof(to)) != 1)
			return errno;
	close(s);
	return 0;
}

static int flush(unsigned long count)
{
	static char buf[1 << 18] __attribute__((aligned(8)));
	int big = 1 << 22, err = tap(1, 0), refused;

	setsockopt(family.fd, SOL_SOCKET, SO_RCVBUFFORCE, &big, sizeof(big));
	if (!err)
		err = send_to_self(count);
	if (err)
		return err;
	nl_reset(&out);
	family_begin(&out, &family, NFTRACE_CMD_TAP_GET, NLM_F_ACK);
	refused = ask(1);
	while (events < count) {
		const struct nlmsghdr *h = (const void *)buf;
		int n = nl_read(family.fd, buf, sizeof(buf), WAIT_MS);

		if (n <= 0)
			break;
		for (; n > 0 && NLMSG_OK(h, (unsigned int)n); h = NLMSG_NEXT(h, n))
			count_events(h, NULL);
	}
	if (events != count) {
		fprintf(stderr, "%lu of %lu events came\n", events, count);
		exit(3);
	}
	return refused;
}

static int ask_family(int argc, char **argv)
{
	const char *what = argv[1];
	int err = family_open(&family);

	if (err)
		return err;
	if (!strcmp(what, "tap"))
		return tap(argc > 2 && !strcmp(argv[2], "rules"), 1);
	if (!strcmp(what, "join"))
		return join();
	if (!strcmp(what, "flush") && argc > 2)
		return flush(strtoul(argv[2], NULL, 0));
	return -1;
}

int main(int argc, char **argv)
{
	int err = -1;

	if (argc > 2 && !strcmp(argv[1], "insmod"))
		err = insmod(argv[2], argc > 3 ? argv[3] : "");
	else if (argc == 2 && !strcmp(argv[1], "netns"))
		err = netns();
	else if (argc > 1)
		err = ask_family(argc, argv);
	if (err < 0) {
		fprintf(stderr, "usage: failnth insmod FILE [PARAMETERS] | netns | tap [rules] | "
				"join | flush COUNT\n");
		return 2;
	}
	printf("errno=%s\n", err ? strerrorname_np(err) : "0");
	return err ? 1 : 0;
}
