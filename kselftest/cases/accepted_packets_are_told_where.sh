#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A packet that netfilter lets go counts as accept, at the last hook it passed:
# INPUT for us, POSTROUTING for forwarded and sent; both families and backends.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

client_router_server
load
for b in $(backends); do
	for v in 4 6; do
		step "$b $v"
		case $v in 4) local=10.1.0.1 far=10.2.0.2 ;; 6) local=fd01::1 far=fd02::2 ;; esac
		watch "$b" $v R raw PREROUTING pre
		need_verdicts
		watch "$b" $v R filter INPUT in
		watch "$b" $v R filter FORWARD fwd
		watch "$b" $v R mangle POSTROUTING post
		watch "$b" $v R filter OUTPUT out
		send C $local 100
		send C $far 200
		send R $far 50
		verdict R pre hits=300 accept=300 hook.$IN.accept=100 hook.$POST.accept=200
		verdict R in hits=100 accept=100 hook.$IN.accept=100
		verdict R fwd hits=200 accept=200 hook.$POST.accept=200
		verdict R post hits=250 accept=250 hook.$POST.accept=250
		verdict R out hits=50 accept=50 hook.$POST.accept=50
		for t in raw filter mangle; do at R "$(tool "$b" $v)" -t $t -F; done
	done
done
