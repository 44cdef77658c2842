#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# TPROXY hands a forwarded packet to a local socket: accept in INPUT.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

client_router_server
load
need_target nft 4 mangle -p udp -j TPROXY --on-port 50 --tproxy-mark 1
ip -n R rule add fwmark 1 lookup 100
ip -n R route add local 0.0.0.0/0 dev lo table 100
watch nft 4 R mangle PREROUTING pre
need_verdicts
watch nft 4 R filter FORWARD fwd
at R iptables-nft -t mangle -A PREROUTING -p udp --dport 9 -j TPROXY --on-port 50 --tproxy-mark 1
start_sink s R -T -p 50 -b 0.0.0.0
send C 10.2.0.2 40
verdict R pre hits=40 accept=40 hook.$IN.accept=40
expect_field R fwd hits 0
expect_eq "arrived at the proxy" "$(sink_got s)" 40
