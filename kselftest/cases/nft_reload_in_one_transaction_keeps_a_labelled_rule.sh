#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# On nft, flushing a chain and filling it again in one transaction keeps a
# labelled rule's counters; in two transactions it begins at zero.
. "$KSELFTEST/lib/lib.sh"
two_hosts
load
t=iptables-nft
at B $t -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label kept
send_v4 30
arrived B kept 30
printf '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -j ACCEPT\n%s\nCOMMIT\n' \
	'-A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label kept' >rules
i=0
while [ $i -lt 20 ]; do
	at B iptables-nft-restore <rules
	i=$((i + 1))
done
expect_field B kept hits 30
expect_field B kept refs 1
send_v4 5
arrived B kept 35
at B $t -F
at B iptables-nft-restore <rules
expect_field B kept hits 0
