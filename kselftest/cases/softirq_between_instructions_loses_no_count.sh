#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# nft runs the target with softirqs on, on the way out in process context: with
# traffic both ways on two CPUs one shared object still counts each packet.
# smp: 2
# timeout: 300
. "$KSELFTEST/lib/lib.sh"
need_cpus 2
n=$(slow 5000 200000)
two_hosts
load
for h in A B; do
	at $h iptables-nft -A OUTPUT -p udp --dport 9 -j NFTRACE --nftrace-label both
	at $h iptables-nft -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label both
	at $h iptables-nft -t raw -A PREROUTING -p udp --dport 9 -j NFTRACE --nftrace-label first
	at $h iptables-nft -A INPUT -p udp --dport 9 -j DROP
done
start ab A flood -t 2 10.9.0.2 "$n"
start ba B flood -t 2 10.9.0.1 "$n"
finish ab
finish ba
for h in A B; do
	arrived $h both $((2 * n))
	arrived $h first "$n"
	expect_field $h both bytes $((2 * n * 92))
done
