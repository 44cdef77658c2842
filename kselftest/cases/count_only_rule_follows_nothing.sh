#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A count-only rule counts packets and bytes as exactly and no verdict, beside
# one with verdicts on the same packets.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
load
n=$(many 3000)
for b in $(backends); do
	step "$b"
	watch "$b" 4 B filter INPUT full
	need_verdicts
	at B "$(tool "$b" 4)" -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label bare \
		--nftrace-count-only
	at B "$(tool "$b" 4)" -A INPUT -p udp --dport 9 -j DROP
	send_v4 "$n" -s 100
	verdict B full hits="$n" drop="$n"
	verdict B bare hits="$n" count_only="$n"
	expect_field B bare bytes $((n * 128))
	at B "$(tool "$b" 4)" -F
done
