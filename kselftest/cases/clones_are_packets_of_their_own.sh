#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Copies made on the way (TEE, multicast, a packet socket) start without the
# hits of the original: each hit has one verdict.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

client_router_server
load
watch nft 4 R raw PREROUTING pre
need_verdicts
watch nft 4 R mangle POSTROUTING post
need_target nft 4 mangle -j TEE --gateway 10.2.0.2
step "TEE: the copy leaves R too"
at R iptables-nft -t mangle -A PREROUTING -p udp --dport 9 -j TEE --gateway 10.2.0.2
send C 10.2.0.2 100
verdict R pre hits=100 accept=100
verdict R post hits=200 accept=200
step "the original dropped, the copy not"
at R iptables-nft -A FORWARD -p udp --dport 9 -j DROP
at R nftrq reset --all
send C 10.2.0.2 100
verdict R pre hits=100 drop=100 hook.$FWD.drop=100
verdict R post hits=100 accept=100
at R iptables-nft -t mangle -F PREROUTING
at R iptables-nft -F
step "a packet socket on both sides"
at R nftrq reset --all
start dump R tcpdump -Z root -i any -w dump.pcap -U udp
wait_until 20 grep -q listening dump.err
send C 10.2.0.2 50
send C 10.1.0.1 20
verdict R pre hits=70 accept=70
verdict R post hits=50 accept=50
finish dump INT || :
step "multicast: a copy for the sender's own listeners"
at R nftrq reset --all
watch nft 4 R filter OUTPUT out
watch nft 4 R filter INPUT in
ip -n R route add 239.0.0.0/8 dev rs
start_sink m R -b 239.1.1.1 -g 239.1.1.1%rs
send R 239.1.1.1 40
verdict R out hits=40 accept=40
verdict R post hits=80 accept=80
verdict R in hits=40 accept=40
expect_eq "heard" "$(sink_got m)" 40
