#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A packet to oneself leaves (accept at POSTROUTING) and arrives (accept or
# drop at INPUT): one skb, two flights, no hit lost between.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
load
for b in $(backends); do
	for v in 4 6; do
		step "$b $v"
		t=$(tool "$b" $v)
		case $v in 4) a=127.0.0.1 ;; 6) a=::1 ;; esac
		watch "$b" $v A filter OUTPUT out
		need_verdicts
		watch "$b" $v A raw PREROUTING pre
		watch "$b" $v A filter INPUT in
		start_sink s A
		send A $a 200
		verdict A out hits=200 accept=200 hook.$POST.accept=200
		verdict A pre hits=200 accept=200 hook.$IN.accept=200
		verdict A in hits=200 accept=200 hook.$IN.accept=200
		expect_eq "arrived" "$(sink_got s)" 200
		at A "$t" -A INPUT -p udp --dport 9 -j DROP
		at A nftrq reset --all
		send A $a 100
		verdict A out hits=100 accept=100
		verdict A pre hits=100 drop=100 hook.$IN.drop=100
		verdict A in hits=100 drop=100
		at A "$t" -F
		at A "$t" -t raw -F
	done
done
