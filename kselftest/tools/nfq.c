// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * nfq: a reader of one NFQUEUE number that does one thing with each packet.
 *
 *   nfq [-q NUMBER] [-m accept|drop|repeat|hold|cut] [-g] [-n COUNT] [-w MS] [-r FILE]
 *
 * accept, drop, repeat: the verdict at once. hold: no verdict until SIGUSR1
 * (accept all that is held) or SIGUSR2 (drop all). cut: accept with the last 8
 * bytes of payload taken off (UDP over IPv4 only: lengths and checksums set
 * right), so that a packet comes back with another length. -g asks for GSO
 * packets as they are; without it the kernel queues their segments. FILE
 * exists once the queue is bound. Ends after COUNT verdicts, MS (default
 * 30000), or on SIGTERM, in hold mode without answering what it still holds.
 * Prints "seen N answered M", on SIGHUP too (what it has until then).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "nl.h"

#define HELD_MAX 65536

static struct nl_out out;
static uint32_t held[HELD_MAX];
static unsigned int n_held;
static unsigned long long seen, answered;
static int fd, queue, cutting;
static volatile sig_atomic_t stop, release, tell;

static void on_signal(int sig)
{
	if (sig == SIGTERM)
		stop = 1;
	else if (sig == SIGHUP)
		tell = 1;
	else
		release = sig == SIGUSR1 ? NF_ACCEPT + 1 : NF_DROP + 1;
}

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static void report(void)
{
	printf("seen %llu answered %llu\n", seen, answered);
	fflush(stdout);
}

static void begin(int type, int flags)
{
	struct nfgenmsg g = { .nfgen_family = AF_UNSPEC, .version = NFNETLINK_V0,
			      .res_id = htons(queue) };

	nl_reset(&out);
	nl_begin(&out, NFNL_SUBSYS_QUEUE << 8 | type, flags, 1);
	nl_push(&out, &g, sizeof(g));
}

static void configure(int attr, const void *bytes, size_t len)
{
	struct nl_ack ack;

	begin(NFQNL_MSG_CONFIG, NLM_F_ACK);
	nl_attr(&out, attr, bytes, len);
	if (attr == NFQA_CFG_FLAGS)
		nl_attr(&out, NFQA_CFG_MASK, bytes, len);
	nl_send(fd, &out);
	nl_answer(fd, NULL, NULL, &ack, 60000);
	if (ack.error) {
		fprintf(stderr, "queue %d: %s\n", queue, strerror(ack.error));
		exit(1);
	}
}

static void bind_queue(int gso)
{
	struct nfqnl_msg_config_cmd cmd = { .command = NFQNL_CFG_CMD_BIND };
	struct nfqnl_msg_config_params copy = { .copy_range = htonl(0xffff),
						.copy_mode = NFQNL_COPY_PACKET };
	uint32_t length = htonl(HELD_MAX), flags = htonl(NFQA_CFG_F_GSO);
	int big = 1 << 28;

	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &big, sizeof(big));
	configure(NFQA_CFG_CMD, &cmd, sizeof(cmd));
	configure(NFQA_CFG_PARAMS, &copy, sizeof(copy));
	configure(NFQA_CFG_QUEUE_MAXLEN, &length, sizeof(length));
	if (gso)
		configure(NFQA_CFG_FLAGS, &flags, sizeof(flags));
}

static void answer(uint32_t id, int verdict, const void *payload, size_t len)
{
	struct nfqnl_msg_verdict_hdr v = { .verdict = htonl(verdict), .id = id };

	begin(NFQNL_MSG_VERDICT, 0);
	nl_attr(&out, NFQA_VERDICT_HDR, &v, sizeof(v));
	if (payload)
		nl_attr(&out, NFQA_PAYLOAD, payload, len);
	nl_send(fd, &out);
	answered++;
}

/* Takes 8 bytes off an IPv4 UDP packet; its new length, 0 when it is none. */
static size_t cut(unsigned char *buf, const void *packet, size_t len)
{
	struct ip *ip = (struct ip *)buf;
	struct udphdr *udp;
	uint32_t sum = 0;
	int i;

	if (len < sizeof(*ip) + sizeof(*udp) + 8 || len > 65000)
		return 0;
	memcpy(buf, packet, len);
	if (ip->ip_v != 4 || ip->ip_hl != 5 || ip->ip_p != IPPROTO_UDP)
		return 0;
	len -= 8;
	udp = (struct udphdr *)(buf + sizeof(*ip));
	udp->uh_ulen = htons(len - sizeof(*ip));
	udp->uh_sum = 0;
	ip->ip_len = htons(len);
	ip->ip_sum = 0;
	for (i = 0; i < 20; i += 2)
		sum += buf[i] << 8 | buf[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	ip->ip_sum = htons(~sum);
	return len;
}

static void take(const struct nlmsghdr *h, int verdict)
{
	static unsigned char buf[65536] __attribute__((aligned(8)));
	const char *attrs = (const char *)NLMSG_DATA(h) + sizeof(struct nfgenmsg);
	size_t len = NLMSG_PAYLOAD(h, sizeof(struct nfgenmsg)), size = 0;
	const struct nlattr *a = nl_find(attrs, len, NFQA_PACKET_HDR);
	const struct nlattr *p = nl_find(attrs, len, NFQA_PAYLOAD);
	const struct nfqnl_msg_packet_hdr *packet;

	if (h->nlmsg_type != (NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_PACKET) || !a)
		return;
	packet = nl_bytes(a);
	seen++;
	if (verdict < 0) {
		if (n_held < HELD_MAX)
			held[n_held++] = packet->packet_id;
		return;
	}
	if (cutting && p)
		size = cut(buf, nl_bytes(p), nl_len(p));
	answer(packet->packet_id, verdict, size ? buf : NULL, size);
}

static void release_held(int verdict)
{
	unsigned int i;

	for (i = 0; i < n_held; i++)
		answer(held[i], verdict, NULL, 0);
	n_held = 0;
}

static int verdict_of(const char *mode)
{
	if (!strcmp(mode, "accept"))
		return NF_ACCEPT;
	if (!strcmp(mode, "cut")) {
		cutting = 1;
		return NF_ACCEPT;
	}
	if (!strcmp(mode, "drop"))
		return NF_DROP;
	if (!strcmp(mode, "repeat"))
		return NF_REPEAT;
	if (!strcmp(mode, "hold"))
		return -1;
	fprintf(stderr, "no such mode: %s\n", mode);
	exit(2);
}

static void loop(int verdict, unsigned long long count, long long end)
{
	static char buf[1 << 18] __attribute__((aligned(8)));

	while (!stop && now_ms() < end && !(count && answered >= count)) {
		const struct nlmsghdr *h = (const void *)buf;
		int n = nl_read(fd, buf, sizeof(buf), 50);

		for (; n > 0 && NLMSG_OK(h, (unsigned int)n); h = NLMSG_NEXT(h, n))
			take(h, verdict);
		if (tell) {
			tell = 0;
			report();
		}
		if (release) {
			release_held(release - 1);
			release = 0;
		}
	}
}

int main(int argc, char **argv)
{
	struct sigaction act = { .sa_handler = on_signal };
	const char *ready = NULL;
	unsigned long long count = 0;
	long long wait = 30000;
	int verdict = NF_ACCEPT, gso = 0, c;

	while ((c = getopt(argc, argv, "q:m:gn:w:r:")) != -1) {
		switch (c) {
		case 'q':
			queue = atoi(optarg);
			break;
		case 'm':
			verdict = verdict_of(optarg);
			break;
		case 'g':
			gso = 1;
			break;
		case 'n':
			count = strtoull(optarg, NULL, 0);
			break;
		case 'w':
			wait = atoll(optarg);
			break;
		case 'r':
			ready = optarg;
			break;
		default:
			return 2;
		}
	}
	sigaction(SIGTERM, &act, NULL);
	sigaction(SIGHUP, &act, NULL);
	sigaction(SIGUSR1, &act, NULL);
	sigaction(SIGUSR2, &act, NULL);
	fd = nl_open(NETLINK_NETFILTER);
	bind_queue(gso);
	if (ready)
		close(open(ready, O_CREAT | O_WRONLY, 0600));
	loop(verdict, count, now_ms() + wait);
	report();
	return 0;
}
