#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Conntrack's confirm has the priority of our last hook and stands before or
# behind it, depending on who came first: a packet that confirm drops is a drop
# in both orders, one that it lets through an accept.
# boot: own
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

. "$KSELFTEST/lib/queue.sh"

# Two echo requests of one flow, both held before the first is confirmed: the
# second one's entry clashes, and for ICMP that is a drop.
clash() {
	before=$(at B conntrack -S | sed -n 's/.*insert_failed=\([0-9]*\).*/\1/p' | awk '{ n += $1 } END { print n + 0 }')
	hold B
	start ping A ping -c 2 -i 0.2 -W 1 10.9.0.2
	held 2
	let_go
	finish ping || :
	finish q TERM
	after=$(at B conntrack -S | sed -n 's/.*insert_failed=\([0-9]*\).*/\1/p' | awk '{ n += $1 } END { print n + 0 }')
	[ "$after" -gt "$before" ] || skip "this kernel's conntrack resolves the clash"
	at B nftrq get icmp
	verdict B icmp hits=2 accept=1 drop=1 hook.$IN.accept=1 hook.$IN.drop=1
}
our_rule() {
	at B iptables-nft -A INPUT -p icmp -j NFTRACE --nftrace-label icmp
	watch nft 4 B filter INPUT udp
}
their_rules() {
	at B iptables-nft -t mangle -A INPUT -p icmp -m conntrack --ctstate NEW -j CONNMARK --set-mark 1
}
module nfnetlink_queue
for order in ours-first theirs-first; do
	step "$order"
	two_hosts
	loaded || load
	if [ $order = ours-first ]; then our_rule; need_verdicts; their_rules; else their_rules; our_rule; fi
	at B iptables-nft -A INPUT -p icmp -j NFQUEUE --queue-num 3
	start_sink s B
	send_v4 100
	verdict B udp hits=100 accept=100 hook.$IN.accept=100
	expect_eq "arrived" "$(sink_got s)" 100
	clash
	at B iptables-nft -F
	at B iptables-nft -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label udp
	at B iptables-nft -A INPUT -p udp --dport 9 -j DROP
	at B nftrq reset --all
	send_v4 50
	verdict B udp hits=50 drop=50
	forget_namespace A
	forget_namespace B
done
