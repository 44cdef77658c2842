// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tcpxfer: moves bytes over TCP and says how many arrived intact.
 *
 *   tcpxfer listen [-T] [-n CONNECTIONS] [-r FILE] PORT    then "got BYTES bad B"
 *   tcpxfer send [-m MARK] ADDR PORT BYTES                 then "sent BYTES"
 *
 * The listener takes both families, creates FILE when it listens, and ends
 * after CONNECTIONS (default 1), or with status 1 after 300 s without progress.
 * -T sets IP_TRANSPARENT. Byte i of a connection is i modulo 251: B counts
 * those that differ. The sender waits until the listener has closed.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "addr.h"

#define PERIOD 251

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void limit_waiting(int s)
{
	struct timeval t = { .tv_sec = 300 };

	setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof(t));
	setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof(t));
}

static void take(int s, uint64_t *got, uint64_t *bad)
{
	static unsigned char buf[1 << 16];
	uint64_t at = 0;
	ssize_t n, i;

	while ((n = read(s, buf, sizeof(buf))) > 0) {
		for (i = 0; i < n; i++)
			*bad += buf[i] != (at + i) % PERIOD;
		at += n;
	}
	if (n < 0)
		fail("read");
	*got += at;
}

static int do_listen(int argc, char **argv)
{
	struct sockaddr_in6 any = { .sin6_family = AF_INET6 };
	const char *ready = NULL;
	uint64_t got = 0, bad = 0;
	int s, c, one, on = 1, connections = 1, transparent = 0;

	while ((c = getopt(argc, argv, "Tn:r:")) != -1) {
		if (c == 'T')
			transparent = 1;
		else if (c == 'n')
			connections = atoi(optarg);
		else if (c == 'r')
			ready = optarg;
		else
			return 2;
	}
	if (argc - optind != 1)
		return 2;
	any.sin6_port = htons(atoi(argv[optind]));
	s = socket(AF_INET6, SOCK_STREAM, 0);
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (transparent) {
		setsockopt(s, IPPROTO_IPV6, IPV6_TRANSPARENT, &on, sizeof(on));
		setsockopt(s, IPPROTO_IP, IP_TRANSPARENT, &on, sizeof(on));
	}
	if (bind(s, (struct sockaddr *)&any, sizeof(any)) || listen(s, 128))
		fail("listen");
	limit_waiting(s);
	if (ready)
		close(open(ready, O_CREAT | O_WRONLY, 0600));
	while (connections--) {
		one = accept(s, NULL, NULL);
		if (one < 0)
			fail("accept");
		limit_waiting(one);
		take(one, &got, &bad);
		close(one);
	}
	printf("got %llu bad %llu\n", (unsigned long long)got, (unsigned long long)bad);
	return bad ? 1 : 0;
}

static int dial(const char *host, const char *port, int mark)
{
	struct sockaddr_storage to;
	socklen_t len = addr_parse(host, atoi(port), &to);
	int s;

	if (!len) {
		errno = EINVAL;
		fail(host);
	}
	s = socket(to.ss_family, SOCK_STREAM, 0);
	limit_waiting(s);
	if (mark)
		setsockopt(s, SOL_SOCKET, SO_MARK, &mark, sizeof(mark));
	if (connect(s, (struct sockaddr *)&to, len))
		fail("connect");
	return s;
}

static int do_send(int argc, char **argv)
{
	static unsigned char buf[PERIOD * 256];
	uint64_t left, at = 0;
	int s, c, mark = 0;
	ssize_t n;
	size_t i;

	while ((c = getopt(argc, argv, "m:")) != -1) {
		if (c != 'm')
			return 2;
		mark = strtol(optarg, NULL, 0);
	}
	if (argc - optind != 3)
		return 2;
	s = dial(argv[optind], argv[optind + 1], mark);
	left = strtoull(argv[optind + 2], NULL, 0);
	for (i = 0; i < sizeof(buf); i++)
		buf[i] = i % PERIOD;
	while (left) {
		size_t off = at % PERIOD, len = sizeof(buf) - off;

		n = write(s, buf + off, left < len ? left : len);
		if (n < 0)
			fail("write");
		at += n;
		left -= n;
	}
	shutdown(s, SHUT_WR);
	if (read(s, buf, 1) < 0)
		fail("close");
	printf("sent %llu\n", (unsigned long long)at);
	return 0;
}

int main(int argc, char **argv)
{
	int status = 2;

	if (argc > 1 && !strcmp(argv[1], "listen"))
		status = do_listen(argc - 1, argv + 1);
	else if (argc > 1 && !strcmp(argv[1], "send"))
		status = do_send(argc - 1, argv + 1);
	if (status == 2)
		fprintf(stderr, "usage: tcpxfer listen [-T] [-n CONNECTIONS] [-r FILE] PORT\n"
				"       tcpxfer send [-m MARK] ADDR PORT BYTES\n");
	return status;
}
