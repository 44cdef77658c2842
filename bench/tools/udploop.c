// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * udploop: sends COUNT datagrams to itself over loopback, one at a time, and
 * takes each out of the receiving socket before it sends the next.
 *
 *   udploop [-p PORT] [-s BYTES] [-w FILE]... [-a ADDRESS -n NETNS] COUNT
 *   udploop -c COUNT
 *
 * One window of the counting plugin stands around the COUNT packets. Some that
 * go before it are sent to PORT + 1, so that nobody counts them: they warm route
 * and caches, and while they run the kernel frees what earlier rows left behind.
 * PORT + 2 is the sender's own. With -w the window ends only when
 * FILE has stopped to grow: then what a reader did with these packets is in it
 * too. Waiting sleeps, and costs next to nothing.
 * With -a the receiving socket has this address of the network namespace that udploop
 * was started in, and with -n the sending one is in the other namespace that this file
 * names; between them is a veth, which hands packets over as loopback does.
 * Prints "window sent N arrived M ns T": T by the guest's clock.
 *
 * With -c the window holds a loop of COUNT times two instructions: what the
 * method says of it is known beforehand.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "mark.h"

#define WARM 4000
#define FILES_MAX 4
#define POLL_NS 250000000L
#define QUIET 12      /* polls without growth: the reader is done */
#define POLLS_MAX 480 /* guest time: two minutes */

static const char *files[FILES_MAX];
static int file_count;
static struct in_addr address;

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long grown(void)
{
	struct stat s;
	long long sum = 0;

	for (int i = 0; i < file_count; i++)
		if (!stat(files[i], &s))
			sum += s.st_size;
	return sum;
}

static void wait_for_readers(void)
{
	long long last = -1;
	int quiet = 0;

	for (int i = 0; file_count && quiet < QUIET && i < POLLS_MAX; i++) {
		struct timespec pause = {.tv_nsec = POLL_NS};
		long long size = grown();

		quiet = size == last ? quiet + 1 : 0;
		last = size;
		nanosleep(&pause, NULL);
	}
}

static struct sockaddr_in here(int port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = address};
}

static int bound(struct sockaddr_in at)
{
	int s = socket(AF_INET, SOCK_DGRAM, 0);

	if (s < 0 || bind(s, (struct sockaddr *)&at, sizeof(at))) {
		perror("socket");
		exit(1);
	}
	return s;
}

/* The sending socket; not on a port of the kernel's choice: that may share a chain with
 * the receiver's, and then each look-up takes longer.
 */
static int sender(int port, const char *netns)
{
	struct sockaddr_in at = here(port);
	int there;

	if (!netns)
		return bound(at);
	there = open(netns, O_RDONLY);
	if (there < 0 || setns(there, CLONE_NEWNET)) {
		perror(netns);
		exit(1);
	}
	close(there);
	at.sin_addr.s_addr = htonl(INADDR_ANY);
	return bound(at);
}

/* Returns how many of `count` packets of `size` bytes arrived at socket `at`. */
static long exchange(int from, int at, int port, const char *buf, size_t size, long count)
{
	static char in[65536];
	struct sockaddr_in to = here(port);
	long arrived = 0;

	for (long i = 0; i < count; i++) {
		if (sendto(from, buf, size, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
			continue;
		/* On loopback, and by a veth, it is delivered before sendto() returns. */
		if (recv(at, in, sizeof(in), MSG_DONTWAIT) == (ssize_t)size)
			arrived++;
	}
	return arrived;
}

static void calibrate(long count)
{
	long left = count;
	long long t;

	MARK(MARK_BEGIN);
	t = now();
	__asm__ volatile("1: dec %0\n\tjnz 1b" : "+r"(left) : : "cc");
	t = now() - t;
	MARK(MARK_END);
	printf("window sent %ld arrived %ld ns %lld\n", count, count, t);
}

int main(int argc, char **argv)
{
	int port = 9, c, from, at, warm;
	long count, arrived;
	size_t size = 64;
	const char *netns = NULL;
	long long t;
	char *buf;

	address.s_addr = htonl(INADDR_LOOPBACK);
	while ((c = getopt(argc, argv, "p:s:w:a:n:c:")) != -1) {
		if (c == 'p')
			port = atoi(optarg);
		else if (c == 's')
			size = strtoul(optarg, NULL, 0);
		else if (c == 'w' && file_count < FILES_MAX)
			files[file_count++] = optarg;
		else if (c == 'a' && inet_aton(optarg, &address))
			continue;
		else if (c == 'n')
			netns = optarg;
		else if (c == 'c')
			return calibrate(atol(optarg)), 0;
		else
			return 2;
	}
	buf = calloc(1, size);
	if (argc - optind != 1 || !buf) {
		fprintf(stderr,
			"usage: udploop [-p PORT] [-s BYTES] [-w FILE]... [-a ADDRESS -n NETNS] "
			"COUNT | -c COUNT\n");
		return 2;
	}
	count = atol(argv[optind]);
	at = bound(here(port));
	warm = bound(here(port + 1));
	from = sender(port + 2, netns);
	exchange(from, warm, port + 1, buf, size, WARM);
	close(warm);
	wait_for_readers();
	MARK(MARK_BEGIN);
	t = now();
	arrived = exchange(from, at, port, buf, size, count);
	wait_for_readers();
	t = now() - t;
	MARK(MARK_END);
	printf("window sent %ld arrived %ld ns %lld\n", count, arrived, t);
	return 0;
}
