#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# With br_netfilter a bridged packet's rule gets its verdict, a flooded one's
# too; dropping in FORWARD is told; without it only local ones are seen.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

module bridge br_netfilter
[ -e /proc/sys/net/bridge/bridge-nf-call-iptables ] || skip "this kernel has no br_netfilter"
namespace A B C R
ip -n R link add name br0 type bridge
n=1
for h in A B C; do
	wire $h eth0 02:00:00:00:05:0$n R "p$h" 02:00:00:00:06:0$n
	address $h eth0 10.5.0.$n/24
	ip -n R link set "p$h" master br0
	n=$((n + 1))
done
ip -n R link set br0 up
address R br0 10.5.0.100/24
neighbour A eth0 02:00:00:00:05:02 10.5.0.2
neighbour A eth0 02:00:00:00:05:99 10.5.0.99
# not add: the bridge may have learned it from B's first multicast
bridge -n R fdb replace 02:00:00:00:05:02 dev pB master static
forwards() { ip -n R -j link show "$1" | grep -q '"operstate":"UP"' && bridge -n R link show dev "$1" | grep -q 'state forwarding'; }
for h in A B C; do wait_until 20 forwards p$h; done
load
for call in 1 0; do
	step "bridge-nf-call-iptables=$call"
	at R sh -c "echo $call >/proc/sys/net/bridge/bridge-nf-call-iptables"
	watch nft 4 R raw PREROUTING pre
	need_verdicts
	watch nft 4 R filter FORWARD fwd
	watch nft 4 R mangle POSTROUTING post
	watch nft 4 R filter INPUT in
	watch nft 4 B filter INPUT b
	start_sink s B
	send A 10.5.0.2 50
	verdict B b hits=50 accept=50
	verdict R pre hits=$((50 * call)) accept=$((50 * call))
	verdict R fwd hits=$((50 * call)) accept=$((50 * call))
	verdict R post hits=$((50 * call)) accept=$((50 * call))
	at R nftrq reset --all
	step "to an unknown address: flooded to B and C"
	send A 10.5.0.99 30
	verdict R pre hits=$((30 * call)) accept=$((30 * call))
	verdict R fwd hits=$((60 * call)) accept=$((60 * call))
	verdict R post hits=$((60 * call)) accept=$((60 * call))
	at R nftrq reset --all
	step "broadcast: B, C and R itself"
	send A 10.5.0.255 20
	wait_until 10 _at_least R in hits 20
	verdict R in hits=20 accept=20
	verdict R fwd hits=$((40 * call)) accept=$((40 * call))
	books R pre
	expect_field R pre drop 0
	at R nftrq reset --all
	step "dropped in FORWARD"
	at R iptables-nft -A FORWARD -p udp --dport 9 -j DROP
	send A 10.5.0.2 25
	verdict R fwd hits=$((25 * call)) drop=$((25 * call))
	verdict R pre hits=$((25 * call)) drop=$((25 * call))
	expect_eq "arrived in B" "$(sink_got s)" $((70 + 25 * (1 - call)))
	for t in raw filter mangle; do at R iptables-nft -t $t -F; done
	at B iptables-nft -F
done
