#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Readers killed in the middle of dumps and subscriptions, with rules coming and
# going under them, leave no subscription, no reference and no harm.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"

. "$KSELFTEST/lib/traffic.sh"

two_hosts
load
{
	echo '*filter'
	seq 500 | sed 's/.*/-A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label r&/'
	echo COMMIT
} >rules
at B iptables-nft-restore <rules
i=0
while [ $i -lt "$(slow 8 20)" ]; do
	start dump B nftrq dump
	start sub B nftrq subscribe 10 0 60000
	start lost B nftrq hold 10 lost.ready
	send_v4 10
	at B iptables-nft -A INPUT -p tcp -j NFTRACE
	for r in dump sub lost; do finish $r KILL || :; done
	at B iptables-nft -D INPUT -p tcp -j NFTRACE
	i=$((i + 1))
done
quiet() { [ "$(at B nftrq info interval)" = 0 ]; }
wait_until 5 quiet
arrived B r500 $((10 * i))
expect_eq "rules" "$(at B nftrq count)" 500
at B iptables-nft -F
wait_until 10 unused
rmmod nftrace
