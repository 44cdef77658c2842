#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# 200,000 packets back to back on 2 CPUs, with every mode side by side: hits
# exact, and the books balance to the packet at rest.
# smp: 2
# timeout: 500
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

need_cpus 2
n=$(slow 5000 200000)
two_hosts
load
for b in $(backends); do
	for v in 4 6; do
		watch $b $v A filter OUTPUT out-$b
		watch $b $v B raw PREROUTING pre-$b
		watch $b $v B filter INPUT in-$b
		at B "$(tool $b $v)" -A INPUT -p udp --dport 9 -j NFTRACE \
			--nftrace-label bare-$b --nftrace-count-only
	done
done
need_verdicts
# One of two IPv4 datagrams is dropped behind the rules of both backends.
at B nft add table ip half
at B nft add chain ip half c '{ type filter hook input priority 200; }'
at B nft add rule ip half c udp dport 9 udp length 72 drop
at B nft add table inet after
at B nft add chain inet after c '{ type filter hook input priority 250; }'
at B nft add rule inet after c udp dport 9 counter
start_sink s B
start short A flood -s 64 10.9.0.2 $((n / 4))
start long A flood -s 128 -i 1000000 10.9.0.2 $((n / 4))
start six A flood -t 2 -i 2000000 fd09::2 $((n / 2))
finish short
finish long
finish six
for b in $(backends); do
	verdict A out-$b hits="$n" accept="$n"
	verdict B pre-$b hits="$n" accept=$((n * 3 / 4)) drop=$((n / 4))
	verdict B in-$b hits="$n" accept=$((n * 3 / 4)) drop=$((n / 4)) \
		hook.$IN.accept=$((n * 3 / 4)) hook.$IN.drop=$((n / 4))
	verdict B bare-$b hits="$n" count_only="$n"
done
got=$(at B nft list chain inet after c | sed -n 's/.*counter packets \([0-9]*\) .*/\1/p')
expect_eq "the kernel's own count of what got through" "$got" $((n * 3 / 4))
