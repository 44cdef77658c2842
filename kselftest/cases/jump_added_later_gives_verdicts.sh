#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A rule in a user chain that nothing jumps to yet has its verdicts right from
# the first packet after the jump is added.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
load
for b in $(backends); do
	t=$(tool "$b" 4)
	step "$t"
	at B "$t" -N mine
	at B "$t" -A mine -p udp --dport 9 -j NFTRACE --nftrace-label user
	need_verdicts
	send_v4 20
	expect_field B user hits 0
	at B "$t" -A INPUT -j mine
	send_v4 30
	verdict B user hits=30 accept=30 hook.$IN.accept=30
	at B "$t" -A INPUT -p udp --dport 9 -j DROP
	send_v4 10
	verdict B user hits=40 accept=30 drop=10
	at B "$t" -D INPUT -j mine
	send_v4 10
	expect_field B user hits 40
	at B "$t" -F
	at B "$t" -X mine
done
step "a native table"
at B nft add table inet t
at B nft add chain inet t mine
at B xtblob nft inet t mine good native
at B nft add chain inet t base '{ type filter hook input priority 0; }'
at B nft add rule inet t base udp dport 9 jump mine
at B nft add rule inet t base udp dport 9 drop
send_v6 15
send_v4 15
verdict B native hits=30 drop=30
