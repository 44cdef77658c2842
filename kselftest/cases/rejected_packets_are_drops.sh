#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# REJECT answers and drops: drop, whether by an ICMP error or a TCP reset.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
load
for b in $(backends); do
	for v in 4 6; do
		step "$b $v"
		t=$(tool "$b" $v)
		need_target "$b" $v filter -p tcp -j REJECT --reject-with tcp-reset
		watch "$b" $v B filter INPUT in
		need_verdicts
		at B "$t" -A INPUT -p udp --dport 9 -j REJECT
		"send_v$v" 30
		verdict B in hits=30 drop=30 hook.$IN.drop=30
		at B "$t" -A INPUT -p tcp --dport 77 -j NFTRACE --nftrace-label syn
		at B "$t" -A INPUT -p tcp --dport 77 -j REJECT --reject-with tcp-reset
		case $v in 4) a=10.9.0.2 ;; 6) a=fd09::2 ;; esac
		refuses at A tcpxfer send $a 77 10
		grep -q refused refused.err || fail "no reset came: $(cat refused.err)"
		verdict B syn hits=1 drop=1
		at B "$t" -F
	done
done
