// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sink: counts the UDP datagrams that arrive.
 *
 *   sink [-b ADDR] [-p PORT] [-n COUNT] [-w MS] [-r FILE] [-T] [-g GROUP%DEV]
 *
 * Binds (any address, both families, unless -b), creates FILE when it listens,
 * and ends when COUNT datagrams were there, MS after the start (default
 * 30000), or on SIGTERM, after taking what the socket still holds. It then
 * prints "got N unique U dropped D": U of the numbers that flood wrote, D what
 * the kernel dropped for want of socket memory. -T sets IP_TRANSPARENT, -g
 * joins an IPv4 multicast group. Exit 1 when COUNT was named and not reached.
 */
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define NUMBERS (1u << 24)

static volatile sig_atomic_t stop;
static unsigned char *seen; /* a bit for each number */
static uint64_t got, unique;
static uint32_t dropped;

static void on_term(int sig)
{
	(void)sig;
	stop = 1;
}

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static int fail(const char *what)
{
	perror(what);
	exit(1);
}

static int listen_on(const char *addr, int port, int transparent, const char *group)
{
	struct sockaddr_in6 any = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(port) };
	int is4 = addr && !strchr(addr, ':');
	int s = socket(is4 ? AF_INET : AF_INET6, SOCK_DGRAM, 0);
	int big = 1 << 28, on = 1;

	if (s < 0)
		fail("socket");
	if (addr && inet_pton(is4 ? AF_INET : AF_INET6, addr,
			      is4 ? (void *)&v4.sin_addr : (void *)&any.sin6_addr) != 1)
		fail(addr);
	setsockopt(s, SOL_SOCKET, SO_RCVBUFFORCE, &big, sizeof(big));
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(s, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof(on));
	if (transparent && setsockopt(s, is4 ? IPPROTO_IP : IPPROTO_IPV6,
				      is4 ? IP_TRANSPARENT : IPV6_TRANSPARENT, &on, sizeof(on)))
		fail("transparent");
	if (group) {
		struct ip_mreqn want = { 0 };
		char *text = strdup(group), *dev = strchr(text, '%');

		if (dev) {
			*dev++ = 0;
			want.imr_ifindex = if_nametoindex(dev);
		}
		inet_pton(AF_INET, text, &want.imr_multiaddr);
		if (setsockopt(s, IPPROTO_IP, IP_ADD_MEMBERSHIP, &want, sizeof(want)))
			fail("join");
	}
	if (is4 ? bind(s, (struct sockaddr *)&v4, sizeof(v4)) :
		  bind(s, (struct sockaddr *)&any, sizeof(any)))
		fail("bind");
	return s;
}

/* Takes everything the socket holds now. */
static void drain(int s)
{
	char buf[65536], control[256];
	struct iovec part = { .iov_base = buf, .iov_len = sizeof(buf) };
	uint64_t number;

	for (;;) {
		struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1,
				    .msg_control = control, .msg_controllen = sizeof(control) };
		ssize_t n = recvmsg(s, &m, MSG_DONTWAIT);
		struct cmsghdr *c;

		if (n < 0)
			return;
		got++;
		for (c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c))
			if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_RXQ_OVFL)
				memcpy(&dropped, CMSG_DATA(c), sizeof(dropped));
		if (n < 8)
			continue;
		memcpy(&number, buf, 8);
		number = be64toh(number) % NUMBERS;
		if (!(seen[number / 8] & 1 << number % 8))
			unique++;
		seen[number / 8] |= 1 << number % 8;
	}
}

int main(int argc, char **argv)
{
	const char *addr = NULL, *ready = NULL, *group = NULL;
	uint64_t want = 0;
	long long end = now_ms() + 30000;
	int port = 9, transparent = 0, c, s;

	while ((c = getopt(argc, argv, "b:p:n:w:r:Tg:")) != -1) {
		switch (c) {
		case 'b':
			addr = optarg;
			break;
		case 'p':
			port = atoi(optarg);
			break;
		case 'n':
			want = strtoull(optarg, NULL, 0);
			break;
		case 'w':
			end = now_ms() + atoll(optarg);
			break;
		case 'r':
			ready = optarg;
			break;
		case 'T':
			transparent = 1;
			break;
		case 'g':
			group = optarg;
			break;
		default:
			return 2;
		}
	}
	seen = calloc(1, NUMBERS / 8);
	signal(SIGTERM, on_term);
	s = listen_on(addr, port, transparent, group);
	if (ready)
		close(open(ready, O_CREAT | O_WRONLY, 0600));
	while (!stop && now_ms() < end && !(want && got >= want)) {
		struct pollfd p = { .fd = s, .events = POLLIN };

		if (poll(&p, 1, 50) > 0)
			drain(s);
	}
	drain(s);
	printf("got %llu unique %llu dropped %u\n", (unsigned long long)got,
	       (unsigned long long)unique, dropped);
	return want && got < want;
}
