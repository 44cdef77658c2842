// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flood: sends exactly COUNT UDP datagrams, one system call each.
 *
 *   flood [-p PORT] [-s BYTES] [-t THREADS] [-i FIRST] [-m MARK] [-l TTL]
 *         [-b SOURCE] [-B SOURCE_PORT] [-d] ADDR COUNT
 *
 * ADDR is IPv4 or IPv6 (fe80::1%eth0 works). Each datagram begins with its
 * number (8 bytes, big endian, from FIRST), so that sink can tell a duplicate;
 * with THREADS, each sends its share of the numbers over its own socket
 * (so -B is for one thread). -d sets the IP id to 0 (by "don't fragment"), so
 * that two runs send the same bytes. A send that a firewall in this namespace
 * refuses (EPERM) or for which there is no route was still attempted: it is
 * counted apart. Prints "sent N refused M"; N + M = COUNT or exit status 1.
 * FAIL_RANDOM: see fault.h.
 */
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "addr.h"
#include "fault.h"

static struct sockaddr_storage to;
static socklen_t to_len;
static size_t size = 64;
static struct sockaddr_storage from;
static socklen_t from_len;
static int mark, ttl, fixed_id;

struct share {
	pthread_t thread;
	uint64_t first, count;
	uint64_t sent, refused, failed;
	int error;
};

static int open_socket(void)
{
	int s = socket(to.ss_family, SOCK_DGRAM, 0);
	int on = 1, big = 1 << 22;

	if (s < 0) {
		perror("socket");
		exit(1);
	}
	setsockopt(s, SOL_SOCKET, SO_BROADCAST, &on, sizeof(on));
	setsockopt(s, SOL_SOCKET, SO_SNDBUF, &big, sizeof(big));
	if (mark)
		setsockopt(s, SOL_SOCKET, SO_MARK, &mark, sizeof(mark));
	if (ttl) {
		setsockopt(s, IPPROTO_IP, IP_TTL, &ttl, sizeof(ttl));
		setsockopt(s, IPPROTO_IPV6, IPV6_UNICAST_HOPS, &ttl, sizeof(ttl));
	}
	if (fixed_id) {
		int always = IP_PMTUDISC_DO;

		setsockopt(s, IPPROTO_IP, IP_MTU_DISCOVER, &always, sizeof(always));
	}
	if (from_len && bind(s, (struct sockaddr *)&from, from_len)) {
		perror("source");
		exit(1);
	}
	return s;
}

static void *send_share(void *arg)
{
	struct share *share = arg;
	char *buf = calloc(1, size + 8);
	int s = open_socket();
	uint64_t i;

	fault_arm();
	for (i = 0; i < share->count; i++) {
		uint64_t number = htobe64(share->first + i);

		memcpy(buf, &number, sizeof(number));
		if (sendto(s, buf, size, 0, (struct sockaddr *)&to, to_len) == (ssize_t)size) {
			share->sent++;
		} else if (errno == EPERM) {
			share->refused++;
		} else {
			share->failed++;
			share->error = errno;
		}
	}
	fault_disarm();
	close(s);
	free(buf);
	return NULL;
}

static int send_all(uint64_t first, uint64_t count, int threads)
{
	struct share *shares = calloc(threads, sizeof(*shares));
	uint64_t sent = 0, refused = 0, failed = 0;
	int i, error = 0;

	for (i = 0; i < threads; i++) {
		shares[i].first = first;
		shares[i].count = count / threads + ((uint64_t)i < count % threads);
		first += shares[i].count;
		if (pthread_create(&shares[i].thread, NULL, send_share, &shares[i])) {
			perror("thread");
			return 1;
		}
	}
	for (i = 0; i < threads; i++) {
		pthread_join(shares[i].thread, NULL);
		sent += shares[i].sent;
		refused += shares[i].refused;
		failed += shares[i].failed;
		if (shares[i].error)
			error = shares[i].error;
	}
	printf("sent %llu refused %llu\n", (unsigned long long)sent, (unsigned long long)refused);
	if (failed)
		fprintf(stderr, "%llu not sent, the last: %s\n", (unsigned long long)failed,
			strerror(error));
	return failed ? 1 : 0;
}

int main(int argc, char **argv)
{
	uint64_t first = 0;
	int threads = 1, port = 9, source_port = 0, c;
	const char *source = NULL;

	while ((c = getopt(argc, argv, "p:s:t:i:m:l:b:B:d")) != -1) {
		switch (c) {
		case 'p':
			port = atoi(optarg);
			break;
		case 's':
			size = strtoul(optarg, NULL, 0);
			break;
		case 't':
			threads = atoi(optarg);
			break;
		case 'i':
			first = strtoull(optarg, NULL, 0);
			break;
		case 'm':
			mark = strtol(optarg, NULL, 0);
			break;
		case 'l':
			ttl = atoi(optarg);
			break;
		case 'd':
			fixed_id = 1;
			break;
		case 'b':
			source = optarg;
			break;
		case 'B':
			source_port = atoi(optarg);
			break;
		default:
			return 2;
		}
	}
	if (argc - optind != 2 || threads < 1 || size < 8) {
		fprintf(stderr, "usage: flood [-p PORT] [-s BYTES, at least 8] [-t THREADS] "
				"[-i FIRST] [-m MARK] [-l TTL] [-b SOURCE] [-B SOURCE_PORT] [-d] "
				"ADDR COUNT\n");
		return 2;
	}
	to_len = addr_parse(argv[optind], port, &to);
	if (!to_len) {
		fprintf(stderr, "%s: not a numeric address\n", argv[optind]);
		return 2;
	}
	if (source || source_port)
		from_len = addr_parse(source ? source : to.ss_family == AF_INET ? "0.0.0.0" : "::",
				      source_port, &from);
	return send_all(first, strtoull(argv[optind + 1], NULL, 0), threads);
}
