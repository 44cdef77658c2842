// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rawfrag: sends COUNT UDP datagrams, each cut into fragments by itself.
 *
 *   rawfrag [-p PORT] [-f FRAGMENTS] [-s BYTES] [-R] [-o] [-x] [-I ID] SOURCE ADDR COUNT
 *
 * SOURCE and ADDR are both IPv4 or both IPv6. FRAGMENTS (default 3) pieces of
 * a payload of BYTES (default 1200), -R last piece first, -o without the last
 * piece (never complete), -x pieces that overlap. The payload begins with the
 * datagram's number as flood's does. ID is the first datagram's (for IPv4 one is
 * added, and 65535 wraps to 1), else the process makes one up. Prints "sent N
 * fragments F". FAIL_RANDOM: see fault.h.
 */
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fault.h"

static int v6, port = 9, pieces = 3, reverse, open_end, overlap;
static size_t payload = 1200;
static struct in6_addr src6, dst6;
static struct in_addr src4, dst4;
static uint64_t fragments;
static uint32_t first_id;

static uint32_t add16(uint32_t sum, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;
	size_t i;

	for (i = 0; i < len; i++)
		sum += i & 1 ? p[i] : p[i] << 8;
	return sum;
}

/* UDP header and payload of datagram `number`; its length. */
static size_t build(unsigned char *buf, uint64_t number)
{
	struct udphdr udp = { .uh_sport = htons(40000), .uh_dport = htons(port) };
	size_t len = sizeof(udp) + payload;
	uint64_t be = htobe64(number);
	uint32_t sum;

	memset(buf, 0, len);
	udp.uh_ulen = htons(len);
	memcpy(buf + sizeof(udp), &be, sizeof(be));
	memcpy(buf, &udp, sizeof(udp));
	sum = v6 ? add16(add16(0, &src6, 16), &dst6, 16) : add16(add16(0, &src4, 4), &dst4, 4);
	sum = add16(sum + IPPROTO_UDP + len, buf, len);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	udp.uh_sum = htons(~sum & 0xffff ? ~sum & 0xffff : 0xffff);
	memcpy(buf, &udp, sizeof(udp));
	return len;
}

static void send_v4(int s, const unsigned char *part, size_t off, size_t len, int more, uint32_t id)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr = dst4 };
	unsigned char buf[2048];
	struct ip ip = { .ip_v = 4, .ip_hl = 5, .ip_ttl = 64, .ip_p = IPPROTO_UDP,
			 .ip_src = src4, .ip_dst = dst4 };

	/* Never 0: for that the kernel puts in another, in each fragment its own. */
	ip.ip_id = htons(id % UINT16_MAX + 1);
	ip.ip_len = htons(sizeof(ip) + len);
	ip.ip_off = htons(off / 8 | (more ? IP_MF : 0));
	memcpy(buf, &ip, sizeof(ip));
	memcpy(buf + sizeof(ip), part, len);
	if (sendto(s, buf, sizeof(ip) + len, 0, (struct sockaddr *)&to, sizeof(to)) < 0) {
		perror("send");
		exit(1);
	}
}

static void send_v6(int s, const unsigned char *part, size_t off, size_t len, int more, uint32_t id)
{
	struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_addr = dst6 };
	unsigned char buf[2048];
	struct ip6_hdr ip = { .ip6_src = src6, .ip6_dst = dst6 };
	struct ip6_frag frag = { .ip6f_nxt = IPPROTO_UDP, .ip6f_ident = htonl(id) };

	ip.ip6_vfc = 0x60;
	ip.ip6_nxt = IPPROTO_FRAGMENT;
	ip.ip6_hlim = 64;
	ip.ip6_plen = htons(sizeof(frag) + len);
	frag.ip6f_offlg = htons(off) | (more ? IP6F_MORE_FRAG : 0);
	memcpy(buf, &ip, sizeof(ip));
	memcpy(buf + sizeof(ip), &frag, sizeof(frag));
	memcpy(buf + sizeof(ip) + sizeof(frag), part, len);
	if (sendto(s, buf, sizeof(ip) + sizeof(frag) + len, 0, (struct sockaddr *)&to,
		   sizeof(to)) < 0) {
		perror("send");
		exit(1);
	}
}

static void send_pieces(int s, uint64_t number)
{
	unsigned char buf[65536];
	size_t total = build(buf, number);
	size_t step = (total / pieces + 7) / 8 * 8;
	uint32_t id = first_id + number;
	int i;

	for (i = 0; i < pieces; i++) {
		int k = reverse ? pieces - 1 - i : i;
		size_t off = k * step, len = off + step < total ? step : total - off;

		if (open_end && k == pieces - 1)
			continue;
		if (overlap && k && k < pieces - 1)
			len += 8;
		if (v6)
			send_v6(s, buf + off, off, len, k < pieces - 1, id);
		else
			send_v4(s, buf + off, off, len, k < pieces - 1, id);
		fragments++;
	}
}

static int usage(void)
{
	fprintf(stderr, "usage: rawfrag [-p PORT] [-f FRAGMENTS] [-s BYTES] [-R] [-o] [-x] "
			"[-I ID] SOURCE ADDR COUNT\n");
	return 2;
}

int main(int argc, char **argv)
{
	uint64_t i, count;
	int c, s, on = 1;

	first_id = getpid() * 4099u + 1;
	while ((c = getopt(argc, argv, "p:f:s:RoxI:")) != -1) {
		switch (c) {
		case 'p':
			port = atoi(optarg);
			break;
		case 'f':
			pieces = atoi(optarg);
			break;
		case 's':
			payload = strtoul(optarg, NULL, 0);
			break;
		case 'R':
			reverse = 1;
			break;
		case 'o':
			open_end = 1;
			break;
		case 'I':
			first_id = strtoul(optarg, NULL, 0);
			break;
		case 'x':
			overlap = 1;
			break;
		default:
			return usage();
		}
	}
	if (argc - optind != 3 || pieces < 2 || payload < 8 || payload / pieces > 1400)
		return usage();
	v6 = !!strchr(argv[optind], ':');
	if (inet_pton(v6 ? AF_INET6 : AF_INET, argv[optind], v6 ? (void *)&src6 : &src4) != 1 ||
	    inet_pton(v6 ? AF_INET6 : AF_INET, argv[optind + 1], v6 ? (void *)&dst6 : &dst4) != 1)
		return usage();
	s = socket(v6 ? AF_INET6 : AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (s < 0 || setsockopt(s, v6 ? IPPROTO_IPV6 : IPPROTO_IP, v6 ? IPV6_HDRINCL : IP_HDRINCL,
				&on, sizeof(on))) {
		perror("raw socket");
		return 1;
	}
	count = strtoull(argv[optind + 2], NULL, 0);
	fault_arm();
	for (i = 0; i < count; i++)
		send_pieces(s, i);
	fault_disarm();
	printf("sent %llu fragments %llu\n", (unsigned long long)count,
	       (unsigned long long)fragments);
	return 0;
}
