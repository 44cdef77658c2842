#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Big, nonlinear and coalesced packets of TCP, and pings, through a router with
# rules at every hook: each is followed to its verdict, none is lost.
# timeout: 240
. "$KSELFTEST/lib/lib.sh"

. "$KSELFTEST/lib/verdict.sh"

client_router_server
load
for v in 4 6; do
	t=$(tool nft $v)
	step "IPv$v"
	case $v in 4) far=10.2.0.2 icmp=icmp ;; 6) far=fd02::2 icmp=ipv6-icmp ;; esac
	for where in "R raw PREROUTING" "R filter FORWARD" "R mangle POSTROUTING" "S filter INPUT" \
		"C filter OUTPUT"; do
		# shellcheck disable=SC2086 # three words
		set -- $where
		at "$1" "$t" -t "$2" -A "$3" -p tcp --dport 5001 -j NFTRACE --nftrace-label "tcp-$3-$v"
		at "$1" "$t" -t "$2" -A "$3" -p $icmp -s "$([ $v = 4 ] && echo 10.1.0.2 || echo fd01::2)" \
			-d $far -j NFTRACE --nftrace-label "icmp-$3-$v"
	done
	need_verdicts
	start_ready t S tcpxfer listen -r t.ready 5001
	expect_eq "sent" "$(at C tcpxfer send $far 5001 5000000)" "sent 5000000"
	finish t
	expect_eq "received" "$(cat t.out)" "got 5000000 bad 0"
	at C ping -q -c 30 -i 0.01 -s 3000 -M dont $far >ping.out 2>&1 || fail "$(cat ping.out)"
	for where in "R PREROUTING" "R FORWARD" "R POSTROUTING" "S INPUT" "C OUTPUT"; do
		# shellcheck disable=SC2086
		set -- $where
		for what in tcp icmp; do
			books "$1" "$what-$2-$v"
			for zero in drop lost untracked stolen; do
				expect_field "$1" "$what-$2-$v" $zero 0
			done
		done
		[ "$(field "$1" "tcp-$2-$v" bytes)" -gt 5000000 ] || fail "bytes of tcp-$2-$v"
		[ "$(hits "$1" "icmp-$2-$v")" -ge 30 ] || fail "pings at $2"
	done
	expect_field S "icmp-INPUT-$v" lost 0
done
