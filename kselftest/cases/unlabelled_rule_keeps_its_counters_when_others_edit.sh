#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A rule without a label keeps its object when other rules of its table come,
# move and go; only its own deletion ends it.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
two_hosts
load
for b in $(backends); do
	t=$(tool "$b" 4)
	step "$t"
	at B "$t" -A INPUT -p udp --dport 9 -j NFTRACE
	id=$(ids B)
	send_v4 100
	arrived B "id:$id" 100
	at B "$t" -I INPUT 1 -p tcp --dport 1 -j ACCEPT
	at B "$t" -A INPUT -p tcp --dport 2 -j DROP
	at B "$t" -N later
	at B "$t" -A INPUT -j later
	at B "$t" -R INPUT 1 -p tcp --dport 3 -j ACCEPT
	at B "$t" -P FORWARD DROP
	at B "$t" -D INPUT 1
	expect_eq "id after edits" "$(ids B)" "$id"
	send_v4 50
	arrived B "id:$id" 150
	expect_field B "id:$id" refs 1
	at B "$t" -D INPUT -p udp --dport 9 -j NFTRACE
	expect_eq "rules after the rule is gone" "$(at B nftrq count)" 0
	refuses at B nftrq get "id:$id"
	at B "$t" -F
	at B "$t" -X
	at B "$t" -P FORWARD ACCEPT
done
