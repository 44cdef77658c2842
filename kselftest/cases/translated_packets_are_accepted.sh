#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# DNAT, REDIRECT, SNAT, MASQUERADE change addresses, not the verdict; a rule in
# a nat chain sees each connection's first packet only.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

client_router_server
load
watch nft 4 R raw PREROUTING pre
need_verdicts
need_target nft 4 nat -p udp -j DNAT --to 10.2.0.2
n() { at R iptables-nft -t nat "$@"; }
# connections COUNT ADDR PORT: three packets each
connections() {
	i=0
	while [ $i -lt "$1" ]; do
		send C "$2" 3 -p "$3" -B $((20000 + i)) -i $((i * 10))
		i=$((i + 1))
	done
}
for how in "DNAT --to-destination 10.2.0.2" REDIRECT; do
	step "$how"
	n -A PREROUTING -p udp --dport 9 -j NFTRACE --nftrace-label first
	# shellcheck disable=SC2086 # words
	n -A PREROUTING -p udp --dport 9 -j $how
	case $how in D*) where=S hook=$POST ;; *) where=R hook=$IN ;; esac
	start_sink s $where
	at R nftrq reset --all
	connections 5 10.1.0.1 9
	verdict R pre hits=15 accept=15 "hook.$hook.accept=15"
	verdict R first hits=5 accept=5
	expect_eq "arrived" "$(sink_got s)" 15
	n -F
	at R conntrack -F 2>/dev/null
done
for how in "SNAT --to-source 10.2.0.77" MASQUERADE; do
	step "$how"
	n -A POSTROUTING -p udp --dport 9 -j NFTRACE --nftrace-label last
	# shellcheck disable=SC2086
	n -A POSTROUTING -p udp --dport 9 -o rs -j $how
	start_sink s S
	at R nftrq reset --all
	connections 5 10.2.0.2 9
	verdict R pre hits=15 accept=15 "hook.$POST.accept=15"
	verdict R last hits=5 accept=5 "hook.$POST.accept=5"
	expect_eq "arrived" "$(sink_got s)" 15
	n -F
	at R conntrack -F 2>/dev/null
done
