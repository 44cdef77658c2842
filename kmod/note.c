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

static bool nftr_has_ports(u8 protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
	case IPPROTO_DCCP:
		return true;
	default:
		return false;
	}
}

static bool nftr_note_ports(struct nftrace_tuple *tuple, const struct sk_buff *skb, int offset)
{
	const __be16 *ports;
	__be16 buf[2];

	if (tuple->protocol == IPPROTO_ICMP || tuple->protocol == IPPROTO_ICMPV6) {
		ports = skb_header_pointer(skb, offset, sizeof(buf[0]), buf);
		if (ports)
			tuple->dport = ports[0];
		return ports;
	}
	if (!nftr_has_ports(tuple->protocol))
		return false;
	ports = skb_header_pointer(skb, offset, sizeof(buf), buf);
	if (!ports)
		return false;
	tuple->sport = ports[0];
	tuple->dport = ports[1];
	return true;
}

static void nftr_note_tuple4(struct nftr_note *note, const struct sk_buff *skb)
{
	struct iphdr buf;
	int offset = skb_network_offset(skb);
	const struct iphdr *ip = skb_header_pointer(skb, offset, sizeof(buf), &buf);

	if (!ip)
		return;
	memcpy(note->tuple.src, &ip->saddr, sizeof(ip->saddr));
	memcpy(note->tuple.dst, &ip->daddr, sizeof(ip->daddr));
	note->tuple.protocol = ip->protocol;
	if (!(ip->frag_off & htons(IP_OFFSET)))
		note->ports = nftr_note_ports(&note->tuple, skb, offset + ip->ihl * 4);
}

static void nftr_note_tuple6(struct nftr_note *note, const struct sk_buff *skb)
{
	struct ipv6hdr buf;
	int offset = skb_network_offset(skb);
	const struct ipv6hdr *ip = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	__be16 fragment = 0;
	u8 protocol;

	if (!ip)
		return;
	memcpy(note->tuple.src, &ip->saddr, sizeof(ip->saddr));
	memcpy(note->tuple.dst, &ip->daddr, sizeof(ip->daddr));
	protocol = ip->nexthdr;
	offset = ipv6_skip_exthdr(skb, offset + sizeof(buf), &protocol, &fragment);
	note->tuple.protocol = protocol;
	if (offset >= 0 && !(fragment & htons(~0x7)))
		note->ports = nftr_note_ports(&note->tuple, skb, offset);
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
	note->pid = 0;
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
	memset(&note->tuple, 0, sizeof(note->tuple));
	note->time = ktime_get_mono_fast_ns();
	note->ports = false;
	note->last = false;
	note->rule = 0;
	note->len = skb->len;
	note->iif = state->in ? state->in->ifindex : 0;
	note->oif = state->out ? state->out->ifindex : 0;
	if (state->pf == NFPROTO_IPV4)
		nftr_note_tuple4(note, skb);
	else
		nftr_note_tuple6(note, skb);
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

/**
 * nftr_note_ct() - the packet's connection
 * @ct:  filled in when there is one
 * @skb: inside a hook: later its connection may be gone, and it not know
 *
 * Reads only what hangs on the packet: conntrack need not be loaded.
 *
 * Context: any but NMI.
 * Return: whether there is one.
 */
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

/* The device that a packet at our last hook goes out by. */
void nftr_note_way_out(const struct nftr_flight *flight, const struct sk_buff *skb)
{
	if (flight->hook == NF_INET_POST_ROUTING && skb->dev)
		nftr_note_of(flight)->oif = skb->dev->ifindex;
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

	note->last = true;
	nftr_note_way_out(flight, skb);
	note->mark = skb->mark;
	note->has_ct = nftr_note_ct(&note->ct, skb);
	note->snaplen = 0;
	/* Pairs with the release when they were allocated: zeroes first. */
	snaps = smp_load_acquire(&nftr_snaps);
	if (snaps)
		note->snaplen = nftr_note_snap(snaps[flight - nftr_table.flight], skb,
					       NFTRACE_SNAPLEN_MAX);
}
