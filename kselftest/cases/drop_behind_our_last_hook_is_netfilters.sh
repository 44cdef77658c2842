#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A hook of our last one's priority (conntrack's confirm, a chain at INT_MAX)
# stands before or behind it, depending on who came first: what it drops is a
# drop in both orders, what it lets through an accept, arriving and leaving.
# boot: own
# timeout: 300
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

our_rules() {
	watch nft 4 B filter INPUT in
	watch nft 4 A filter OUTPUT out
}

their_hooks() {
	for h in A B; do
		at $h iptables-nft -A INPUT -m conntrack --ctstate INVALID -j DROP
		at $h nft add table ip last
	done
	at B nft add chain ip last at_in '{ type filter hook input priority 2147483647; }'
	at B nft add rule ip last at_in udp dport 9 udp length 108 drop
	at A nft add chain ip last at_post '{ type filter hook postrouting priority 2147483647; }'
	at A nft add rule ip last at_post udp dport 9 udp length 208 drop
}

load
for order in ours-first theirs-first; do
	step "$order"
	two_hosts
	if [ $order = ours-first ]; then
		our_rules
		need_verdicts
		their_hooks
	else
		their_hooks
		our_rules
	fi
	start_sink s B
	send_v4 100 -s 64
	send_v4 30 -s 100
	send_v4 20 -s 200
	verdict A out hits=150 accept=130 drop=20 hook.$POST.accept=130 hook.$POST.drop=20
	verdict B in hits=130 accept=100 drop=30 hook.$IN.accept=100 hook.$IN.drop=30
	placed B in drop 30 "$DROPPED"
	expect_eq "arrived" "$(sink_got s)" 100
	step "$order, to itself: two lives in one skb"
	at B nftrq reset --all
	watch nft 4 B filter OUTPUT own
	start_sink s B
	send B 10.9.0.2 40 -s 64
	send B 10.9.0.2 10 -s 100
	verdict B own hits=50 accept=50 hook.$POST.accept=50
	verdict B in hits=50 accept=40 drop=10
	expect_eq "arrived" "$(sink_got s)" 40
	forget_namespace A
	forget_namespace B
done
