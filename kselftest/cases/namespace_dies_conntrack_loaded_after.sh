#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Conntrack and nf_tables loaded after the module, which decides whose namespace
# exit runs first: namespaces with rules and held packets die cleanly.
# boot: own
# kernels: stock
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

. "$KSELFTEST/lib/queue.sh"

others() { modprobe nf_conntrack; modprobe nf_tables; modprobe nft_compat; modprobe nf_nat; }
[ ! -d /sys/module/nf_conntrack ] || fail "conntrack is loaded already"
[ ! -d /sys/module/nf_tables ] || fail "nf_tables is loaded already"
load
others
module nfnetlink_queue
i=0
while [ $i -lt 4 ]; do
	two_hosts
	watch nft 4 B filter INPUT in
	at B iptables-nft -t nat -A PREROUTING -p udp --dport 9 -j REDIRECT --to-ports 9
	at B iptables-nft -A INPUT -m conntrack --ctstate INVALID -j DROP
	if has_legacy; then watch legacy 4 B raw PREROUTING raw; fi
	queue_rule nft 4 B INPUT
	hold B
	send_v4 20
	held 20
	forget_namespace B
	finish q KILL || :
	forget_namespace A
	i=$((i + 1))
done
wait_until 30 unused
expect_eq "flights" "$(nftrq info flights)" 0
rmmod nftrace
