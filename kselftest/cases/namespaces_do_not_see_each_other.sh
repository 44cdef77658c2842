#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Same label in two network namespaces: two objects; dump, get and reset reach
# one's own only, and ids of the other are unknown.
. "$KSELFTEST/lib/lib.sh"
two_hosts
load
at A iptables-nft -A OUTPUT -p udp --dport 9 -j NFTRACE --nftrace-label same
at B iptables-nft -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label same
at B iptables-nft -A INPUT -p udp --dport 10 -j NFTRACE --nftrace-label other
send_v4 25
arrived A same 25
arrived B same 25
expect_eq "rules of A" "$(at A nftrq count)" 1
expect_eq "rules of B" "$(at B nftrq count)" 2
expect_eq "rules of the first namespace" "$(nftrq count)" 0
refuses at A nftrq get other
at A nftrq reset --all
expect_field A same hits 0
expect_field B same hits 25
refuses nftrq get "id:$(id_of B other)"
