#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# iptables-restore of 10,000 labelled rules, then a dump has each once, with
# its own counters, in the order of slots; a flush takes all away.
# timeout: 600
# mem: 1024
. "$KSELFTEST/lib/lib.sh"
two_hosts
load
n=$(slow 2000 10000)
for b in $(backends); do
	step "$b: $n rules"
	t=$(tool "$b" 4)
	{
		echo '*filter'
		echo ':INPUT ACCEPT [0:0]'
		seq 1 "$n" | sed 's/.*/-A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label r&/'
		echo COMMIT
	} >rules
	at B "$(tool "$b" 4 restore)" <rules
	send_v4 3
	arrived B "r$n" 3
	at B nftrq dump >dump.out
	expect_eq "lines" "$(wc -l <dump.out)" "$n"
	expect_eq "labels" "$(sed 's/.*label=//' dump.out | sort -u | wc -l)" "$n"
	expect_eq "rules with 3 hits" "$(grep -c '\<hits=3 ' dump.out)" "$n"
	sed -n 's/.*\<id=\([0-9]*\).*/\1/p' dump.out | awk '{ print $1 % 65536 }' >slots
	sort -n slots | cmp - slots
	expect_eq "counted by info" "$(at B nftrq info rules)" "$n"
	at B "$t" -F INPUT
	expect_eq "left" "$(at B nftrq count)" 0
	n=$((n / 10)) # filling a table is the slow part: the next backend gets fewer
done
