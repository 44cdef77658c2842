#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Without the GSO flag the kernel queues a big packet's segments and frees the
# packet: that is no drop. With the flag it comes back whole: accept.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
module nfnetlink_queue
load
at B iptables-nft -A INPUT -p tcp --dport 5001 -j NFTRACE --nftrace-label in
need_verdicts
at B iptables-nft -A INPUT -p tcp --dport 5001 -j NFQUEUE --queue-num 3
at B nft add table ip behind
at B nft add chain ip behind c '{ type filter hook input priority 200; }'
at B xtblob nft ip behind c good behind
for g in "" -g; do
	step "flag: ${g:-none}"
	at B nftrq reset --all
	# shellcheck disable=SC2086 # nothing or one option
	start_ready q B nfq -q 3 $g -m accept -r q.ready
	start_ready t B tcpxfer listen -r t.ready 5001
	expect_eq "sent" "$(at A tcpxfer send 10.9.0.2 5001 3000000)" "sent 3000000"
	finish t
	expect_eq "received" "$(cat t.out)" "got 3000000 bad 0"
	finish q TERM
	books B in
	expect_field B in drop 0
	expect_field B in lost 0
	[ "$(field B in hits)" -lt 1500 ] || fail "no GSO packets came: $(cat books.out)"
	if [ -z "$g" ]; then
		[ "$(field B in stolen)" -gt 10 ] || fail "no packet was split: $(cat books.out)"
		[ "$(field B behind hits)" -gt "$(field B in hits)" ] || fail "no segments behind"
	else
		expect_field B in stolen 0
		expect_field B in accept "$(field B in hits)"
	fi
	books B behind
	expect_field B behind accept "$(field B behind hits)"
done
