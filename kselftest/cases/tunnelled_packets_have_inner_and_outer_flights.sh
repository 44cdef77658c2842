#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# IPIP and GRE: the inner packet is accepted into the tunnel, the outer one at
# the wire; on the far side the other way round; each by its own rules.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
load
tried=0
for kind in ipip gre; do
	for h in "A 1 2" "B 2 1"; do
		# shellcheck disable=SC2086 # three words
		set -- $h
		ip -n "$1" link add tun0 type $kind local 10.9.0.$2 remote 10.9.0.$3 2>tun.err || continue 2
		address "$1" tun0 10.8.0.$2/24
		ip -n "$1" link set tun0 up
	done
	step "$kind"
	tried=$((tried + 1))
	case $kind in ipip) proto=4 ;; gre) proto=47 ;; esac
	watch nft 4 A filter OUTPUT inner-out
	need_verdicts
	watch nft 4 B filter INPUT inner-in
	at A iptables-nft -A OUTPUT -p $proto -j NFTRACE --nftrace-label outer-out
	at A iptables-nft -t mangle -A POSTROUTING -p $proto -j NFTRACE --nftrace-label outer-post
	at B iptables-nft -t raw -A PREROUTING -p $proto -j NFTRACE --nftrace-label outer-in
	send A 10.8.0.2 100
	verdict A inner-out hits=100 accept=100 hook.$POST.accept=100
	verdict A outer-out hits=100 accept=100 hook.$POST.accept=100
	verdict A outer-post hits=100 accept=100
	verdict B outer-in hits=100 accept=100 hook.$IN.accept=100
	verdict B inner-in hits=100 accept=100 hook.$IN.accept=100
	at B iptables-nft -A INPUT -p udp --dport 9 -j DROP
	at A iptables-nft -t mangle -A POSTROUTING -p $proto -m length --length 300: -j DROP
	send A 10.8.0.2 50
	send A 10.8.0.2 20 -s 400
	verdict A inner-out hits=170 accept=170
	verdict A outer-out hits=170 accept=150 drop=20 hook.$POST.drop=20
	verdict B outer-in hits=150 accept=150
	verdict B inner-in hits=150 accept=100 drop=50
	for h in A B; do
		for t in filter mangle raw; do at $h iptables-nft -t $t -F; done
		ip -n $h link del tun0
	done
done
[ $tried -gt 0 ] || skip "this kernel has no tunnels"
