#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# With max_rules reached a further rule is refused, the others count on; a
# deleted one makes room; the limit holds in each namespace by itself.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
two_hosts
load max_rules=16
max=$(at B nftrq info rules_max)
expect_eq "limit" "$max" 16
for b in $(backends); do
	step "$b"
	t=$(tool "$b" 4)
	i=0
	while [ $i -lt 16 ]; do
		at B "$t" -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label "l$i"
		i=$((i + 1))
	done
	refuses_saying max_rules at B "$t" -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label more
	send_v4 10
	arrived B l15 10
	expect_eq "objects" "$(at B nftrq count)" 16
	at A "$t" -A OUTPUT -p udp -j NFTRACE --nftrace-label elsewhere
	at B "$t" -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label l3
	at B "$t" -D INPUT 1
	at B "$t" -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label more
	at B "$t" -F
	at A "$t" -F
done
