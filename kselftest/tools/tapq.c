// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tapq: taps and the group "events" without nfctl's code, and badly when asked.
 *
 *   tapq read READY            a tap on UDP over IPv4
 *   tapq rules READY           a tap on the packets of all rules
 *   tapq group READY           joins the group
 *   tapq passed READY NSFILE   as read, but the tap is opened by a child, and its
 *                              socket passed to this process, which has moved to
 *                              the network namespace NSFILE by then
 *   tapq many N READY          N taps, each on a socket of its own, not read
 *   tapq hostile KIND          a request that must be refused; "list": all kinds
 *
 * Those with READY create that file when they are ready, and stay until SIGTERM.
 * What was read they then say in one line. Exit: 0; 1 refused, with the error on
 * stderr (many: "opened K ERROR" on stdout); "hostile" exits 1 when the kernel
 * took the request.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/nftrace.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "family.h"

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif

#define CPUS 256
#define MANY 64

static struct nl_out out;
static struct family family;
static volatile sig_atomic_t stop;

static struct {
	unsigned long messages, records, hits, verdicts, fates, gaps, lost, paused, joined;
	uint32_t seq[CPUS];
	int known[CPUS];
} got;

static void on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

static void ready(const char *file)
{
	struct sigaction act = { .sa_handler = on_signal };

	sigaction(SIGTERM, &act, NULL);
	close(open(file, O_CREAT | O_WRONLY, 0600));
}

static int answered(int fd, struct nl_ack *ack)
{
	nl_send(fd, &out);
	nl_answer(fd, NULL, NULL, ack, 10000);
	return ack->error;
}

/* Opens a tap on @fd: 0, or the errno. */
static int tap_open(int fd, int rules, struct nl_ack *ack)
{
	static const struct sock_filter udp4[] = {
		{ BPF_LD | BPF_B | BPF_ABS, 0, 0, 0 },
		{ BPF_ALU | BPF_RSH | BPF_K, 0, 0, 4 },
		{ BPF_JMP | BPF_JEQ | BPF_K, 0, 3, 4 },
		{ BPF_LD | BPF_B | BPF_ABS, 0, 0, 9 },
		{ BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 17 },
		{ BPF_RET | BPF_K, 0, 0, 1 },
		{ BPF_RET | BPF_K, 0, 0, 0 },
	};
	int big = 1 << 25, on = 1;

	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &big, sizeof(big));
	setsockopt(fd, SOL_NETLINK, NETLINK_NO_ENOBUFS, &on, sizeof(on));
	nl_reset(&out);
	family_begin(&out, &family, NFTRACE_CMD_TAP_OPEN, NLM_F_ACK);
	if (rules)
		nl_attr(&out, NFTRACE_TAP_A_ALL, NULL, 0);
	else
		nl_attr(&out, NFTRACE_TAP_A_FILTER, udp4, sizeof(udp4));
	return answered(fd, ack);
}

static int tap_open_or_say(int fd, int rules)
{
	struct nl_ack ack;

	if (tap_open(fd, rules, &ack))
		fprintf(stderr, "%s: %s\n", strerrorname_np(ack.error), ack.text);
	return ack.error;
}

static void count_record(const struct nftrace_record *record, unsigned int cpu)
{
	if (got.known[cpu])
		got.gaps += record->seq - got.seq[cpu];
	got.known[cpu] = 1;
	got.seq[cpu] = record->seq + 1;
	got.records++;
	got.hits += record->type == NFTRACE_RECORD_HIT;
	got.verdicts += record->type == NFTRACE_RECORD_VERDICT;
	got.fates += record->type == NFTRACE_RECORD_FATE;
}

static void count_message(const struct nlmsghdr *h)
{
	size_t len, at = 0;
	const void *attrs = family_attrs(h, &len);
	const struct nlattr *records = nl_find(attrs, len, NFTRACE_EVENTS_A_RECORDS);
	const struct nlattr *lost = nl_find(attrs, len, NFTRACE_EVENTS_A_LOST);
	unsigned int cpu = nl_number(nl_find(attrs, len, NFTRACE_EVENTS_A_CPU)) % CPUS;
	const struct nftrace_record *record;

	got.messages++;
	if (lost)
		got.lost = nl_number(lost);
	while ((record = next_record(records, &at)))
		count_record(record, cpu);
}

static int read_until_stopped(int fd)
{
	static char buf[1 << 18] __attribute__((aligned(8)));

	for (;;) {
		const struct nlmsghdr *h = (const void *)buf;
		/* What was sent before the signal may take a while to get here. */
		int n = nl_read(fd, buf, sizeof(buf), stop ? 1500 : 50);

		if (n <= 0 && n != -EINTR && stop)
			break;
		for (; n > 0 && NLMSG_OK(h, (unsigned int)n); h = NLMSG_NEXT(h, n))
			if (h->nlmsg_type == family.id)
				count_message(h);
	}
	printf("messages %lu records %lu hits %lu verdicts %lu fates %lu gaps %lu\n", got.messages,
	       got.records, got.hits, got.verdicts, got.fates, got.gaps);
	return 0;
}

static int join_events(void)
{
	if (!family.events) {
		fprintf(stderr, "there is no group \"events\"\n");
		return 1;
	}
	if (setsockopt(family.fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &family.events,
		       sizeof(family.events))) {
		fprintf(stderr, "%s: join\n", strerrorname_np(errno));
		return 1;
	}
	return 0;
}

/* A descriptor over a socket: sent when @fd is one, else received. */
static int pass(int over, int fd)
{
	char control[CMSG_SPACE(sizeof(int))] = "", byte = 0;
	struct iovec one = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr msg = { .msg_iov = &one, .msg_iovlen = 1, .msg_control = control,
			      .msg_controllen = sizeof(control) };
	struct cmsghdr *head = CMSG_FIRSTHDR(&msg);

	if (fd < 0) {
		if (recvmsg(over, &msg, 0) != 1 || !CMSG_FIRSTHDR(&msg))
			return -1;
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&msg)), sizeof(fd));
		return fd;
	}
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(head), &fd, sizeof(fd));
	return sendmsg(over, &msg, 0) == 1 ? 0 : -1;
}

static int read_passed(const char *file, const char *nsfile)
{
	int pair[2], fd, status;
	pid_t child;

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair))
		return 1;
	child = fork();
	if (!child) {
		fd = nl_open(NETLINK_GENERIC);
		_exit(tap_open_or_say(fd, 0) || pass(pair[1], fd));
	}
	fd = open(nsfile, O_RDONLY);
	if (fd < 0 || setns(fd, CLONE_NEWNET) || waitpid(child, &status, 0) != child || status)
		return 1;
	fd = pass(pair[0], -1);
	if (fd < 0)
		return 1;
	ready(file);
	return read_until_stopped(fd);
}

static int many(int n, const char *file)
{
	struct nl_ack ack = { 0 };
	int i;

	for (i = 0; i < n && i < MANY; i++)
		if (tap_open(nl_open(NETLINK_GENERIC), 1, &ack))
			break;
	printf("opened %d %s %s\n", i, ack.error ? strerrorname_np(ack.error) : "0", ack.text);
	fflush(stdout);
	ready(file);
	while (!stop)
		pause();
	return 0;
}

static const struct sock_filter good[] = { { BPF_RET | BPF_K, 0, 0, 1 } };
static const struct sock_filter no_end[] = { { BPF_LD | BPF_IMM, 0, 0, 1 } };
static const struct sock_filter far_jump[] = {
	{ BPF_JMP | BPF_JA, 0, 0, 7 }, { BPF_RET | BPF_K, 0, 0, 1 } };
static const struct sock_filter back_jump[] = {
	{ BPF_LD | BPF_IMM, 0, 0, 1 }, { BPF_JMP | BPF_JA, 0, 0, 0xfffffffe },
	{ BPF_RET | BPF_K, 0, 0, 1 } };
static const struct sock_filter by_zero[] = {
	{ BPF_ALU | BPF_DIV | BPF_K, 0, 0, 0 }, { BPF_RET | BPF_K, 0, 0, 1 } };
static const struct sock_filter opcode[] = { { 0xffff, 0, 0, 1 }, { BPF_RET | BPF_K, 0, 0, 1 } };
static const struct sock_filter memory[] = { { BPF_ST, 0, 0, 16 }, { BPF_RET | BPF_K, 0, 0, 1 } };
static const struct sock_filter unset[] = {
	{ BPF_LD | BPF_MEM, 0, 0, 3 }, { BPF_RET | BPF_A, 0, 0, 0 } };
static struct sock_filter long_one[NFTRACE_FILTER_MAX + 1];

static const uint32_t none = 0xfffffff0, zero, walk = 8, hit_verdict = 3,
		      snap = NFTRACE_SNAPLEN_MAX + 1, over = NFTRACE_RATE_MAX + 1;
static const uint64_t nothing;

/* What stands beside a filter or a rule; @also 0 for nothing. */
struct kind {
	const char *name;
	int attr;
	const void *bytes;
	size_t len;
	int also;
	const void *more;
	size_t more_len;
};

#define FILTER(what) NFTRACE_TAP_A_FILTER, what, sizeof(what)
#define EVERY NFTRACE_TAP_A_ALL, NULL, 0

static const struct kind kinds[] = {
	{ "filter-empty", NFTRACE_TAP_A_FILTER, "", 0, 0, NULL, 0 },
	{ "filter-cut", NFTRACE_TAP_A_FILTER, good, 7, 0, NULL, 0 },
	{ "filter-too-long", FILTER(long_one), 0, NULL, 0 },
	{ "filter-no-end", FILTER(no_end), 0, NULL, 0 },
	{ "filter-far-jump", FILTER(far_jump), 0, NULL, 0 },
	{ "filter-back-jump", FILTER(back_jump), 0, NULL, 0 },
	{ "filter-by-zero", FILTER(by_zero), 0, NULL, 0 },
	{ "filter-opcode", FILTER(opcode), 0, NULL, 0 },
	{ "filter-memory", FILTER(memory), 0, NULL, 0 },
	{ "filter-unset", FILTER(unset), 0, NULL, 0 },
	{ "filter-and-all", FILTER(good), EVERY },
	{ "nothing", NFTRACE_TAP_A_SAMPLE, "\1\0\0\0", 4, 0, NULL, 0 },
	{ "rule-unknown", NFTRACE_TAP_A_RULE, &none, 4, 0, NULL, 0 },
	{ "rule-zero", NFTRACE_TAP_A_RULE, &zero, 4, 0, NULL, 0 },
	{ "label-unknown", NFTRACE_TAP_A_LABEL, "no-such", 8, 0, NULL, 0 },
	{ "label-empty", NFTRACE_TAP_A_LABEL, "", 1, 0, NULL, 0 },
	{ "parts-none", EVERY, NFTRACE_TAP_A_PARTS, &zero, 4 },
	{ "parts-walk", EVERY, NFTRACE_TAP_A_PARTS, &walk, 4 },
	{ "sample-zero", EVERY, NFTRACE_TAP_A_SAMPLE, &zero, 4 },
	{ "rate-zero", EVERY, NFTRACE_TAP_A_RATE, &zero, 4 },
	{ "rate-over", EVERY, NFTRACE_TAP_A_RATE, &over, 4 },
	{ "burst-alone", EVERY, NFTRACE_TAP_A_BURST, &hit_verdict, 4 },
	{ "count-zero", EVERY, NFTRACE_TAP_A_COUNT, &nothing, 8 },
	{ "snaplen-over", EVERY, NFTRACE_TAP_A_SNAPLEN, &snap, 4 },
	{ "answer-attr", EVERY, NFTRACE_TAP_A_SEEN, &nothing, 8 },
	{ "attr-unknown", EVERY, 99, &zero, 4 },
	{ "drops-and-hits", NFTRACE_TAP_A_DROPS, NULL, 0, NFTRACE_TAP_A_PARTS, &hit_verdict, 4 },
};

static int hostile(const char *name)
{
	struct nl_ack ack;
	size_t i;

	for (i = 0; i < NFTRACE_FILTER_MAX; i++)
		long_one[i] = no_end[0];
	long_one[NFTRACE_FILTER_MAX] = good[0];
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct kind *kind = &kinds[i];

		if (!strcmp(name, "list")) {
			puts(kind->name);
			continue;
		}
		if (strcmp(name, kind->name))
			continue;
		nl_reset(&out);
		family_begin(&out, &family, NFTRACE_CMD_TAP_OPEN, NLM_F_ACK);
		nl_attr(&out, kind->attr, kind->bytes, kind->len);
		if (kind->also)
			nl_attr(&out, kind->also, kind->more, kind->more_len);
		if (kind->attr == NFTRACE_TAP_A_DROPS)
			nl_attr(&out, NFTRACE_TAP_A_ALL, NULL, 0);
		answered(family.fd, &ack);
		printf("%s %s %s\n", name, ack.error ? strerrorname_np(ack.error) : "0", ack.text);
		return ack.error ? 0 : 1;
	}
	return strcmp(name, "list") ? 2 : 0;
}

static int run(int argc, char **argv)
{
	const char *what = argv[1], *file = argv[2];

	if (!strcmp(what, "hostile"))
		return hostile(file);
	if (!strcmp(what, "many") && argc > 3)
		return many(atoi(argv[2]), argv[3]);
	if (!strcmp(what, "passed") && argc > 3)
		return read_passed(file, argv[3]);
	if (!strcmp(what, "group")) {
		if (join_events())
			return 1;
	} else if (!strcmp(what, "read") || !strcmp(what, "rules")) {
		if (tap_open_or_say(family.fd, !strcmp(what, "rules")))
			return 1;
	} else {
		return 2;
	}
	ready(file);
	return read_until_stopped(family.fd);
}

int main(int argc, char **argv)
{
	int err, status = 2;

	if (argc > 2) {
		err = family_open(&family);
		if (err) {
			fprintf(stderr, "%s: family nftrace\n", strerrorname_np(err));
			return 3;
		}
		status = run(argc, argv);
	}
	if (status == 2)
		fprintf(stderr, "usage: tapq read|rules|group|passed|many|hostile ...\n");
	return status;
}
