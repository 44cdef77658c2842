#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# 16 rules see a packet's verdict; the 17th hit counts, as untracked; a rule
# that a packet hits twice counts two verdicts.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
load
i=1
{
	echo '*filter'
	while [ $i -le 18 ]; do
		echo "-A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label r$i"
		i=$((i + 1))
	done
	echo COMMIT
} >rules
for b in $(backends); do
	step "$b"
	at B "$(tool "$b" 4 restore)" <rules
	need_verdicts
	send_v4 50
	for i in 1 2 15 16; do verdict B r$i hits=50 accept=50; done
	for i in 17 18; do verdict B r$i hits=50 untracked=50; done
	at B "$(tool "$b" 4)" -F
	step "$b: one label twice"
	watch "$b" 4 B filter INPUT twice
	watch "$b" 4 B filter INPUT twice
	send_v4 30
	verdict B twice hits=60 accept=60
	at B "$(tool "$b" 4)" -F
done
