#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A packet that hit in PREROUTING and is dropped in INPUT, FORWARD, a later
# chain of the same hook, or POSTROUTING is told as dropped there.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

client_router_server
load
watch nft 4 R raw PREROUTING pre
need_verdicts
watch nft 4 R raw OUTPUT out
at R nft add table ip d
at R nft add chain ip d to_in '{ type filter hook input priority 100; }'
at R nft add chain ip d to_fwd '{ type filter hook forward priority 100; }'
at R nft add chain ip d to_post '{ type filter hook postrouting priority 100; }'
at R nft add chain ip d to_pre '{ type filter hook prerouting priority 100; }'
at R nft add rule ip d to_in udp dport 9 udp length 108 drop
at R nft add rule ip d to_fwd udp dport 9 udp length 208 drop
at R nft add rule ip d to_post udp dport 9 udp length 308 drop
at R nft add rule ip d to_pre udp dport 9 udp length 408 drop
send C 10.1.0.1 10 -s 100
send C 10.2.0.2 20 -s 200
send C 10.2.0.2 30 -s 300
send C 10.2.0.2 40 -s 400
send C 10.2.0.2 50 -s 500
verdict R pre hits=150 accept=50 drop=100 hook.$IN.drop=10 hook.$FWD.drop=20 \
	hook.$POST.drop=30 hook.$PRE.drop=40 hook.$POST.accept=50
placed R pre drop 100 "$DROPPED"
send R 10.2.0.2 15 -s 300
verdict R out hits=15 drop=15 hook.$POST.drop=15
