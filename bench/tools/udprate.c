// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * udprate: sends PACKETS datagrams over loopback, RATE a second as far as it can.
 *
 *   udprate [-p PORT] RATE PACKETS
 *
 * They go to a socket that takes none out: once it is full the kernel throws them
 * away behind the last hook, which costs less than to deliver them. Sends up to BATCH
 * at once. When it was kept from its CPU it does not make up for more than one batch: a
 * burst would be lost whatever the rate.
 * Prints "sent N ns T": the time from the first packet to the last.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BATCH 4
#define SIZE 64
#define SECOND 1000000000LL

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * SECOND + t.tv_nsec;
}

static void sleep_until(long long when)
{
	struct timespec t = {.tv_sec = when / SECOND, .tv_nsec = when % SECOND};

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static int udp_socket(void)
{
	int s = socket(AF_INET, SOCK_DGRAM, 0);

	if (s < 0) {
		perror("socket");
		exit(1);
	}
	return s;
}

/* The address of a new socket that will soon be full. */
static struct sockaddr_in full_socket(int port)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
				 .sin_port = htons(port),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int s = udp_socket(), least = 1;

	setsockopt(s, SOL_SOCKET, SO_RCVBUF, &least, sizeof(least));
	if (bind(s, (struct sockaddr *)&at, sizeof(at))) {
		perror("bind");
		exit(1);
	}
	return at;
}

/* How many at once: those of a millisecond, up to BATCH. */
static unsigned int batch_size(long rate)
{
	long size = rate / 1000;

	return size < 1 ? 1 : size > BATCH ? BATCH : (unsigned int)size;
}

/* Returns how many were sent; less than `packets` when a call failed. */
static long send_paced(int from, struct mmsghdr *batch, long rate, long packets)
{
	unsigned int size = batch_size(rate);
	long long gap = (long long)size * SECOND / rate;
	long long due = now();
	long sent = 0;

	while (sent < packets) {
		long left = packets - sent;
		long long late = now() - due;
		int done;

		if (late < 0)
			sleep_until(due);
		else if (late > gap)
			due += late - gap;
		done = sendmmsg(from, batch, left < size ? (unsigned int)left : size, 0);
		if (done <= 0)
			break;
		sent += done;
		due += gap;
	}
	return sent;
}

int main(int argc, char **argv)
{
	static char payload[SIZE];
	struct mmsghdr batch[BATCH] = {0};
	struct iovec piece = {.iov_base = payload, .iov_len = sizeof(payload)};
	struct sockaddr_in to;
	int port = 9, c;
	long rate, packets, sent;
	long long t;

	while ((c = getopt(argc, argv, "p:")) != -1) {
		if (c != 'p')
			return 2;
		port = atoi(optarg);
	}
	rate = argc - optind == 2 ? atol(argv[optind]) : 0;
	packets = rate > 0 ? atol(argv[optind + 1]) : 0;
	if (packets <= 0) {
		fprintf(stderr, "usage: udprate [-p PORT] RATE PACKETS\n");
		return 2;
	}
	to = full_socket(port);
	for (int i = 0; i < BATCH; i++) {
		batch[i].msg_hdr.msg_name = &to;
		batch[i].msg_hdr.msg_namelen = sizeof(to);
		batch[i].msg_hdr.msg_iov = &piece;
		batch[i].msg_hdr.msg_iovlen = 1;
	}
	t = now();
	sent = send_paced(udp_socket(), batch, rate, packets);
	printf("sent %ld ns %lld\n", sent, now() - t);
	return sent == packets ? 0 : 1;
}
