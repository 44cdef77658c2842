// SPDX-License-Identifier: GPL-2.0-only
/*
 * Notes: what a packet that taps follow was at first sight, and at our last
 * hook where another hook stands behind that.
 *
 * Owns:    a note beside each flight; of pieces of packets too, once a tap
 *          asked for them. They stay until the module goes.
 * Runs in: any context but NMI; the skb is read only, and by
 *          skb_header_pointer() alone: it may be nonlinear, shared, a clone.
 * Locks:   none; the flight is claimed.
 */
#include "note.h"
#include "tap.h"

#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netdevice.h>
#include <linux/netfilter.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/sock.h>
#include <net/netfilter/nf_conntrack.h>

struct nftr_note *nftr_notes __read_mostly;
static u8 (*nftr_snaps)[NFTRACE_SNAPLEN_MAX] __read_mostly;
static DEFINE_MUTEX(nftr_notes_lock);

/**
 * nftr_notes_want() - make room for notes
 * @snaps: and for pieces of packets
 *
 * Context: process, may sleep.
 * Return: 0 or -ENOMEM.
 */
int nftr_notes_want(bool snaps)
{
	int err = 0;

	mutex_lock(&nftr_notes_lock);
	if (!nftr_notes) {
		/* Taps are published after this, and so is what they need. */
		nftr_notes = vzalloc(array_size(nftr_flights, sizeof(*nftr_notes)));
		err = nftr_notes ? 0 : -ENOMEM;
	}
	if (!err && snaps && !nftr_snaps) {
		void *fresh = vzalloc(array_size(nftr_flights, sizeof(*nftr_snaps)));

		/* A tap that wants none may be at its notes. */
		smp_store_release(&nftr_snaps, fresh);
		err = fresh ? 0 : -ENOMEM;
	}
	mutex_unlock(&nftr_notes_lock);
	return err;
}

void nftr_notes_exit(void)
{
	vfree(nftr_snaps);
	vfree(nftr_notes);
}

/* Ports, or type and code of ICMP, if this part of the packet has them. */
static bool nftr_note_ports(struct nftrace_tuple *tuple, const struct sk_buff *skb, int offset)
{
	const __be16 *ports;
	__be16 buf[2];

	switch (tuple->protocol) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		ports = skb_header_pointer(skb, offset, sizeof(buf), buf);
		if (!ports)
			return false;
		tuple->sport = ports[0];
		tuple->dport = ports[1];
		return true;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		ports = skb_header_pointer(skb, offset, sizeof(buf[0]), buf);
		if (ports)
			tuple->dport = ports[0];
		return ports;
	default:
		return false;
	}
}

/* Most packets: no options, and four bytes behind the header at least. */
struct nftr_plain_ipv4 {
	struct iphdr	ip;
	__be16		behind[2];
};

static noinline void nftr_note_odd_tuple4(struct nftrace_record *head, const struct sk_buff *skb)
{
	struct nftrace_tuple *tuple = &head->tuple;
	struct iphdr buf;
	int offset = skb_network_offset(skb);
	const struct iphdr *ip = skb_header_pointer(skb, offset, sizeof(buf), &buf);

	if (!ip)
		return;
	memcpy(tuple->src, &ip->saddr, sizeof(ip->saddr));
	memcpy(tuple->dst, &ip->daddr, sizeof(ip->daddr));
	tuple->protocol = ip->protocol;
	if (!(ip->frag_off & htons(IP_OFFSET)) &&
	    nftr_note_ports(tuple, skb, offset + ip->ihl * 4))
		head->flags = NFTRACE_RECORD_PORTS;
}

static void nftr_note_tuple4(struct nftrace_record *head, const struct sk_buff *skb)
{
	struct nftrace_tuple *tuple = &head->tuple;
	struct nftr_plain_ipv4 buf;
	const struct nftr_plain_ipv4 *packet;

	packet = skb_header_pointer(skb, skb_network_offset(skb), sizeof(buf), &buf);
	if (unlikely(!packet || packet->ip.ihl != 5 || (packet->ip.frag_off & htons(IP_OFFSET)) ||
		     (packet->ip.protocol != IPPROTO_UDP && packet->ip.protocol != IPPROTO_TCP))) {
		nftr_note_odd_tuple4(head, skb);
		return;
	}
	memcpy(tuple->src, &packet->ip.saddr, sizeof(packet->ip.saddr));
	memcpy(tuple->dst, &packet->ip.daddr, sizeof(packet->ip.daddr));
	tuple->protocol = packet->ip.protocol;
	tuple->sport = packet->behind[0];
	tuple->dport = packet->behind[1];
	head->flags = NFTRACE_RECORD_PORTS;
}

static void nftr_note_tuple6(struct nftrace_record *head, const struct sk_buff *skb)
{
	struct nftrace_tuple *tuple = &head->tuple;
	struct ipv6hdr buf;
	int offset = skb_network_offset(skb);
	const struct ipv6hdr *ip = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	__be16 fragment = 0;
	u8 protocol;

	if (!ip)
		return;
	memcpy(tuple->src, &ip->saddr, sizeof(ip->saddr));
	memcpy(tuple->dst, &ip->daddr, sizeof(ip->daddr));
	protocol = ip->nexthdr;
	offset = ipv6_skip_exthdr(skb, offset + sizeof(buf), &protocol, &fragment);
	tuple->protocol = protocol;
	if (offset >= 0 && !(fragment & htons(~0x7)) && nftr_note_ports(tuple, skb, offset))
		head->flags = NFTRACE_RECORD_PORTS;
}

/**
 * nftr_note_task() - note the process that sends, where that is certain
 * @note:  of the packet
 * @tap:   for which; its opener's pid namespace counts
 * @skb:   read only
 * @state: where the packet is
 *
 * Context: any but NMI. A softirq that interrupts a process does not send for it.
 */
void nftr_note_task(struct nftr_note *note, const struct nftr_tap *tap,
		    const struct sk_buff *skb, const struct nf_hook_state *state)
{
	note->pid_ns = tap->pid_ns;
	/* The group's readers have many pid namespaces. */
	if (!tap->pid_ns)
		return;
	if (state->hook != NF_INET_LOCAL_OUT || !in_task() || (current->flags & PF_KTHREAD) ||
	    !skb->sk)
		return;
	/* 0 when that pid namespace does not contain it. */
	note->pid = task_tgid_nr_ns(current, tap->pid_ns);
	memcpy(note->comm, current->comm, sizeof(note->comm));
	note->comm[sizeof(note->comm) - 1] = '\0';
}

/**
 * nftr_note_begin() - the first tap takes a packet: note what it is
 * @note:  of its flight
 * @tap:   that one
 * @skb:   read only
 * @state: where the packet is
 *
 * Context: any but NMI.
 */
void nftr_note_begin(struct nftr_note *note, const struct nftr_tap *tap,
		     const struct sk_buff *skb, const struct nf_hook_state *state)
{
	struct nftrace_record *head = &note->head;

	head->time = ktime_get_mono_fast_ns();
	head->flags = 0;
	head->rule = 0;
	head->hits = 0;
	head->iif = state->in ? state->in->ifindex : 0;
	head->oif = state->out ? state->out->ifindex : 0;
	head->len = skb->len;
	head->mark = skb->mark;
	head->snaplen = 0;
	head->family = state->pf;
	memset(&head->tuple, 0, sizeof(head->tuple));
	note->has_ct = false;
	note->leaves = false;
	note->snapped = 0;
	if (state->pf == NFPROTO_IPV4)
		nftr_note_tuple4(head, skb);
	else
		nftr_note_tuple6(head, skb);
	note->pid = 0;
	if (state->hook == NF_INET_LOCAL_OUT)
		nftr_note_task(note, tap, skb, state);
}

#if IS_ENABLED(CONFIG_NF_CONNTRACK)
static void nftr_copy_tuple(struct nftrace_tuple *to, const struct nf_conntrack_tuple *from)
{
	memcpy(to->src, &from->src.u3, sizeof(to->src));
	memcpy(to->dst, &from->dst.u3, sizeof(to->dst));
	to->protocol = from->dst.protonum;
	to->sport = from->src.u.all;
	to->dport = from->dst.u.all;
	memset(to->pad, 0, sizeof(to->pad));
}

/* Reads only what hangs on the packet: conntrack need not be loaded. */
bool nftr_note_ct(struct nftr_note_ct *ct, const struct sk_buff *skb)
{
	enum ip_conntrack_info state;
	const struct nf_conn *conn = nf_ct_get(skb, &state);

	if (!conn || nf_ct_is_template(conn))
		return false;
	ct->state = state;
	ct->status = READ_ONCE(conn->status);
	nftr_copy_tuple(&ct->orig, &conn->tuplehash[IP_CT_DIR_ORIGINAL].tuple);
	nftr_copy_tuple(&ct->reply, &conn->tuplehash[IP_CT_DIR_REPLY].tuple);
	return true;
}
#else
bool nftr_note_ct(struct nftr_note_ct *ct, const struct sk_buff *skb)
{
	return false;
}
#endif

/* Its first bytes. Return: how many were copied, 0 when they can't be. */
unsigned int nftr_note_snap(u8 *to, const struct sk_buff *skb, unsigned int size)
{
	size = min(size, skb->len);
	return skb_copy_bits(skb, skb_network_offset(skb), to, size) ? 0 : size;
}

/* As nftr_note_last_hook() kept them. */
const u8 *nftr_note_kept_snap(const struct nftr_flight *flight)
{
	return nftr_snaps[flight - nftr_table.flight];
}

/**
 * nftr_note_leaving() - note whether a packet's way out leads out of its namespace
 * @note:   of its flight
 * @flight: claimed
 * @skb:    at our last hook
 *
 * Not every free is announced, and what another namespace did with the packet is not
 * its fate here: a veth's other end tells where it went.
 *
 * Context: any but NMI, RCU read section.
 */
void nftr_note_leaving(struct nftr_note *note, const struct nftr_flight *flight,
		       const struct sk_buff *skb)
{
	struct net_device *dev = skb->dev, *peer = NULL;

	if (flight->hook == NF_INET_POST_ROUTING && dev && dev->netdev_ops->ndo_get_peer_dev)
		peer = dev->netdev_ops->ndo_get_peer_dev(dev);
	note->leaves = peer && dev_net(peer) != flight->nnet->net;
}

/**
 * nftr_note_last_hook() - keep what a verdict record tells of the packet
 * @flight: claimed, with taps
 * @skb:    at our last hook; when its verdict is known it may be anything
 *
 * Context: any but NMI.
 */
void nftr_note_last_hook(struct nftr_flight *flight, const struct sk_buff *skb)
{
	struct nftr_note *note = nftr_note_of(flight);
	u8 (*snaps)[NFTRACE_SNAPLEN_MAX];

	nftr_note_way_out(note, flight, skb);
	nftr_note_leaving(note, flight, skb);
	nftr_note_look(note, skb);
	/* Pairs with the release when they were allocated: zeroes first. */
	snaps = smp_load_acquire(&nftr_snaps);
	if (snaps)
		note->snapped = nftr_note_snap(snaps[flight - nftr_table.flight], skb,
					       NFTRACE_SNAPLEN_MAX);
}
