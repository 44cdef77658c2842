#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A DROP behind the rule in the same chain counts as drop, at that hook, with
# the place inside netfilter; other packets of the rule as accept.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
load
for b in $(backends); do
	for v in 4 6; do
		step "$b $v"
		t=$(tool "$b" $v)
		watch "$b" $v B filter INPUT in
		need_verdicts
		at B "$t" -A INPUT -p udp --dport 9 -m length --length 200: -j DROP
		"send_v$v" 30 -s 300
		"send_v$v" 40 -s 64
		verdict B in hits=70 accept=40 drop=30 hook.$IN.accept=40 hook.$IN.drop=30
		placed B in drop 30 "$DROPPED"
		step "in OUTPUT, where the sender is told"
		at B "$t" -F
		watch "$b" $v A filter OUTPUT out
		at A "$t" -A OUTPUT -p udp --dport 9 -j DROP
		"send_v$v" 25
		verdict A out hits=25 drop=25 hook.$OUT.drop=25
		at A "$t" -F
	done
done
step "a native chain"
at B nft add table inet t
at B nft add chain inet t c '{ type filter hook input priority 0; }'
at B xtblob nft inet t c good both
at B nft add rule inet t c udp dport 9 drop
send_v4 20
send_v6 10
wait_until 10 _at_least B both hits 30
books B both
[ "$(field B both drop)" = 30 ] || fail "drops: $(cat books.out)"
