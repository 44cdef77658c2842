// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * nftrq: speaks to the family "nftrace" without nfctl's code, and badly when
 * asked to.
 *
 *   nftrq info [FIELD]
 *   nftrq get WHICH [FIELD]      WHICH is a label, or id:NUMBER
 *   nftrq dump                   a line for each rule
 *   nftrq count                  number of rules in a dump
 *   nftrq reset WHICH | reset --all
 *   nftrq subscribe MS COUNT [WAIT_MS]   join, subscribe, print COUNT changes
 *   nftrq join MS                join only; print what comes within MS
 *   nftrq hold MS FILE           subscribe, create FILE, stay until a signal
 *   nftrq hostile KIND           a request that must be refused
 *
 * FIELD is an attribute's name in lower case, or hook.NUMBER.drop and the like;
 * a counter that is absent is told as 0. Exit: 0; 1 refused, with the error's
 * name and extack text on stderr (hostile: on stdout, and exit 0); 3 when the
 * family is not there. "hostile" exits 1 when the kernel took the request.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/nftrace.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "family.h"
#include "fault.h"
#include "hostile.h"

static struct nl_out out;
static struct family family;
static const char *field;
static unsigned long rules;

static int refused(const struct nl_ack *ack)
{
	if (!ack->error)
		return 0;
	fprintf(stderr, "%s: %s\n", strerrorname_np(ack->error), ack->text);
	return 1;
}

static int ask(nl_each each)
{
	struct nl_ack ack;

	/* The kernel works on a request, and on a dump's first part, while it is sent. */
	fault_arm();
	nl_send(family.fd, &out);
	fault_disarm();
	nl_answer(family.fd, each, NULL, &ack, 60000);
	if (ack.offset == -2) {
		fprintf(stderr, "EINTR: the rules changed while they were read\n");
		return 1;
	}
	return refused(&ack);
}

static int show_info(const struct nlmsghdr *h, void *arg)
{
	(void)arg;
	print_info(h, field);
	return 0;
}

static int show_one(const struct nlmsghdr *h, void *arg)
{
	(void)arg;
	if (field)
		printf("%llu\n", (unsigned long long)rule_number(h, field));
	else
		print_rule_long(h);
	return 0;
}

static int show_line(const struct nlmsghdr *h, void *arg)
{
	(void)arg;
	print_rule(h, 0);
	return 0;
}

static int count_one(const struct nlmsghdr *h, void *arg)
{
	(void)h;
	(void)arg;
	rules++;
	return 0;
}

static void name_rule(const char *which)
{
	if (!strncmp(which, "id:", 3))
		nl_attr_u32(&out, NFTRACE_RULE_A_ID, strtoul(which + 3, NULL, 0));
	else if (!strcmp(which, "--all"))
		nl_attr(&out, NFTRACE_RULE_A_ALL, NULL, 0);
	else
		nl_attr_str(&out, NFTRACE_RULE_A_LABEL, which);
}

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* Prints notifications until count (0: no limit) or time; how many came. */
static long listen_for(long count, long wait_ms)
{
	static char buf[1 << 18] __attribute__((aligned(8)));
	long long end = now_ms() + wait_ms;
	long came = 0;

	while (now_ms() < end && !(count && came >= count)) {
		const struct nlmsghdr *h = (const void *)buf;
		int n = nl_read(family.fd, buf, sizeof(buf), 20);

		for (; n > 0 && NLMSG_OK(h, (unsigned int)n); h = NLMSG_NEXT(h, n)) {
			if (h->nlmsg_type != family.id)
				continue;
			print_rule(h, 1);
			came++;
		}
		fflush(stdout);
	}
	return came;
}

static int join_or_say(void)
{
	int err = family_join(&family);

	if (err)
		fprintf(stderr, "%s: join\n", strerrorname_np(err));
	return err;
}

static int subscribe(const char *ms)
{
	int big = 1 << 25;

	setsockopt(family.fd, SOL_SOCKET, SO_RCVBUFFORCE, &big, sizeof(big));
	family_begin(&out, &family, NFTRACE_CMD_SUBSCRIBE, NLM_F_ACK);
	nl_attr_u32(&out, NFTRACE_SUB_A_INTERVAL, strtoul(ms, NULL, 0));
	return ask(NULL);
}

static void on_signal(int sig)
{
	(void)sig;
}

/* Waits for a signal without reading, so that nothing but the socket's own
 * existence keeps the subscription.
 */
static int hold(const char *ms, const char *ready)
{
	struct sigaction act = { .sa_handler = on_signal };

	sigaction(SIGTERM, &act, NULL);
	if (subscribe(ms))
		return 1;
	close(open(ready, O_CREAT | O_WRONLY, 0600));
	sleep(60);
	return 0;
}

static int hostile(const char *kind)
{
	struct nl_ack ack;

	if (!hostile_build(&out, &family, kind)) {
		fprintf(stderr, "no such kind: %s\n", kind);
		return 2;
	}
	nl_send(family.fd, &out);
	nl_answer(family.fd, NULL, NULL, &ack, 60000);
	printf("errno=%s text=\"%s\"\n", ack.error ? strerrorname_np(ack.error) : "0", ack.text);
	return ack.error ? 0 : 1;
}

static int run(int argc, char **argv)
{
	const char *what = argv[1];

	if (!strcmp(what, "info")) {
		field = argc > 2 ? argv[2] : NULL;
		family_begin(&out, &family, NFTRACE_CMD_INFO_GET, NLM_F_ACK);
		return ask(show_info);
	}
	if (!strcmp(what, "get") && argc > 2) {
		field = argc > 3 ? argv[3] : NULL;
		family_begin(&out, &family, NFTRACE_CMD_RULE_GET, NLM_F_ACK);
		name_rule(argv[2]);
		return ask(show_one);
	}
	if (!strcmp(what, "dump") || !strcmp(what, "count")) {
		int lines = !strcmp(what, "dump"), err;

		family_begin(&out, &family, NFTRACE_CMD_RULE_GET, NLM_F_DUMP);
		err = ask(lines ? show_line : count_one);
		if (!lines && !err)
			printf("%lu\n", rules);
		return err;
	}
	if (!strcmp(what, "reset") && argc > 2) {
		family_begin(&out, &family, NFTRACE_CMD_RULE_RESET, NLM_F_ACK);
		name_rule(argv[2]);
		return ask(NULL);
	}
	if (!strcmp(what, "subscribe") && argc > 3) {
		long count = atol(argv[3]);

		if (join_or_say() || subscribe(argv[2]))
			return 1;
		return listen_for(count, argc > 4 ? atol(argv[4]) : 10000) < count;
	}
	if (!strcmp(what, "join") && argc > 2)
		return join_or_say() ? 1 : (listen_for(0, atol(argv[2])), 0);
	if (!strcmp(what, "hold") && argc > 3)
		return hold(argv[2], argv[3]);
	if (!strcmp(what, "hostile") && argc > 2)
		return hostile(argv[2]);
	return 2;
}

int main(int argc, char **argv)
{
	int err, status;

	if (argc < 2)
		goto usage;
	err = family_open(&family);
	if (err) {
		fprintf(stderr, "%s: family nftrace\n", strerrorname_np(err));
		return 3;
	}
	nl_reset(&out);
	status = run(argc, argv);
	if (status != 2)
		return status;
usage:
	fprintf(stderr, "usage: nftrq info|get|dump|count|reset|subscribe|join|hold|hostile ...\n");
	return 2;
}
