#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A packet that crosses three namespaces on veth is told by each one's rules
# with that one's verdict; dropping in the last changes only the last.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

client_router_server
load
for v in 4 6; do
	step "IPv$v"
	case $v in 4) a=10.2.0.2 ;; 6) a=fd02::2 ;; esac
	watch nft $v C filter OUTPUT c$v
	need_verdicts
	watch nft $v R filter FORWARD r$v
	watch nft $v S raw PREROUTING s$v
	send C $a 300
	verdict C c$v hits=300 accept=300 hook.$POST.accept=300
	verdict R r$v hits=300 accept=300 hook.$POST.accept=300
	verdict S s$v hits=300 accept=300 hook.$IN.accept=300
	at S "$(tool nft $v)" -A INPUT -p udp --dport 9 -j DROP
	send C $a 100
	verdict C c$v hits=400 accept=400
	verdict R r$v hits=400 accept=400
	verdict S s$v hits=400 accept=300 drop=100
done
