#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# One label in one namespace is one object, across families and backends; the
# last rule of it takes it away.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
two_hosts
load
want=0
refs=0
for b in $(backends); do
	for v in 4 6; do
		at B "$(tool "$b" $v)" -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label guests
		refs=$((refs + 1))
	done
done
send_v4 100
send_v6 50
for b in $(backends); do want=$((want + 150)); done
arrived B guests $want
expect_field B guests refs $refs
expect_eq "objects" "$(at B nftrq count)" 1
step "the rules go one by one, the counters stay until the last"
for b in $(backends); do
	for v in 4 6; do
		expect_field B guests hits $want
		at B "$(tool "$b" $v)" -D INPUT -p udp --dport 9 -j NFTRACE --nftrace-label guests
	done
done
expect_eq "objects" "$(at B nftrq count)" 0
step "the label begins anew"
at B "$(tool nft 4)" -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label guests
expect_field B guests hits 0
