#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A namespace that goes away with flights open, conntrack registered there
# before and after us: no rule, flight or reference is left.
# boot: own
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"
. "$KSELFTEST/lib/queue.sh"
. "$KSELFTEST/lib/dying.sh"

module nfnetlink_queue
i=0
while [ $i -lt "$(slow 2 4)" ]; do
	two_hosts
	loaded || load
	if [ $((i % 2)) = 0 ]; then
		at B iptables-nft -A INPUT -m conntrack --ctstate INVALID -j DROP
		watch nft 4 B filter INPUT in
	else
		watch nft 4 B filter INPUT in
		at B iptables-nft -A INPUT -m conntrack --ctstate INVALID -j DROP
	fi
	need_verdicts
	queue_rule nft 4 B INPUT
	hold B
	send_v4 30
	held 30
	verdict B in hits=30 open=30 queued=30
	hosts_die
	i=$((i + 1))
done
nothing_is_left
