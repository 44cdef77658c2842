#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# iptables-save | iptables-restore gives the same rules back; a labelled rule
# keeps its counters, an unlabelled one begins at zero.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
two_hosts
load
for b in $(backends); do
	for v in 4 6; do
		step "$b $v"
		t=$(tool "$b" $v)
		at B "$t" -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label "kept one"
		at B "$t" -A INPUT -p udp --dport 9 -j NFTRACE
		"send_v$v" 40
		arrived B "kept one" 40
		at B "$(tool "$b" $v save)" -t filter | grep -v '^#' >before
		at B "$(tool "$b" $v restore)" <before
		at B "$(tool "$b" $v save)" -t filter | grep -v '^#' >after
		sed 's/\[[0-9:]*\]//' before >before.rules
		sed 's/\[[0-9:]*\]//' after >after.rules
		cmp before.rules after.rules
		grep -q 'nftrace-label "kept one"' before || fail "not saved: $(cat before)"
		expect_field B "kept one" hits 40
		expect_field B "kept one" refs 1
		expect_eq "objects" "$(at B nftrq count)" 2
		"send_v$v" 2
		arrived B "kept one" 42
		# The other rule's counters: one of the two objects has 2 hits.
		at B nftrq dump | grep -q '\<hits=2 ' || fail "the unlabelled rule: $(at B nftrq dump)"
		at B "$t" -F
		expect_eq "objects" "$(at B nftrq count)" 0
	done
done
