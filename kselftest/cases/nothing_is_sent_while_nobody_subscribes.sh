#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A member of the group that did not subscribe gets nothing while nobody did,
# and what changed once somebody does; a rule is told when it is new or changed.
. "$KSELFTEST/lib/lib.sh"
two_hosts
load
at B iptables-nft -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label busy
at B iptables-nft -A INPUT -p udp --dport 10 -j NFTRACE --nftrace-label idle
start quiet B nftrq join 700
send_v4 50
arrived B busy 50
finish quiet
expect_eq "told to a silent group" "$(wc -l <quiet.out)" 0
start quiet B nftrq join 120000
start asks B nftrq subscribe 20 0 120000
told() { grep -q "label=busy" "$1"; }
i=0
while ! told quiet.out || ! told asks.out; do
	[ $i -lt 500 ] || fail "nothing told with a subscriber"
	send_v4 5
	nap
	i=$((i + 1))
done
finish asks KILL || :
finish quiet KILL || :
for reader in quiet asks; do
	# Once, because it was new to the group; never again.
	[ "$(grep -c label=idle $reader.out)" -le 1 ] || fail "told of a rule that did not change"
done
