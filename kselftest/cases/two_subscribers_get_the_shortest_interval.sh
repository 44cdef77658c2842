#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The interval in force is the shortest that a living socket asked for; a
# socket that dies, however, takes its wish along; both readers get all.
. "$KSELFTEST/lib/lib.sh"
# interval WANT
interval_is() { [ "$(at B nftrq info interval)" = "$1" ]; }
two_hosts
load
at B iptables-nft -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label seen
interval_is 0 || fail "an interval without a subscriber"
step "holders come and go"
start slow B nftrq hold 1000 slow.ready
wait_until 20 [ -e slow.ready ]
interval_is 1000 || fail "not 1000: $(at B nftrq info)"
start fast B nftrq hold 50 fast.ready
wait_until 20 [ -e fast.ready ]
interval_is 50 || fail "not 50: $(at B nftrq info)"
finish fast KILL || :
wait_until 20 interval_is 1000
finish slow TERM
wait_until 20 interval_is 0
step "two readers at once"
start one B nftrq subscribe 20 3
start two B nftrq subscribe 500 3
wait_until 20 interval_is 20
i=0
done_reading() { [ "$(grep -c label=seen one.out)" -ge 3 ] && [ "$(grep -c label=seen two.out)" -ge 3 ]; }
while ! done_reading; do
	[ $i -lt 500 ] || fail "readers got: $(cat one.out two.out)"
	send_v4 5
	nap
	i=$((i + 1))
done
finish one
finish two
wait_until 20 interval_is 0
step "the last figure told is the true one"
start one B nftrq subscribe 20 0 120000
wait_until 20 interval_is 20
send_v4 10
arrived B seen $((i * 5 + 10))
last_told() { [ "$(sed -n 's/.*\<hits=\([0-9]*\).*label=seen$/\1/p' one.out | tail -n 1)" = "$1" ]; }
wait_until 20 last_told $((i * 5 + 10))
finish one KILL || :
expect_eq "jumps in seq" "$(sed -n 's/^seq=\([0-9]*\) .*/\1/p' one.out |
	awk 'NR > 1 && $1 - last > 1 { n++ } { last = $1 } END { print n + 0 }')" 0
