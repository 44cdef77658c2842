#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A chain's policy drops behind the rule: drop at that hook.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

client_router_server
load
for b in $(backends); do
	step "$b"
	t=$(tool "$b" 4)
	watch "$b" 4 R raw PREROUTING pre
	need_verdicts
	watch "$b" 4 R filter FORWARD fwd
	at R "$t" -P FORWARD DROP
	send C 10.2.0.2 60
	verdict R pre hits=60 drop=60 hook.$FWD.drop=60
	verdict R fwd hits=60 drop=60 hook.$FWD.drop=60
	placed R fwd drop 60 "$DROPPED"
	at R "$t" -P FORWARD ACCEPT
	at R "$t" -F
	at R "$t" -t raw -F
done
