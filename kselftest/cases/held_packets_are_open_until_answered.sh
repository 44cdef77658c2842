#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What an NFQUEUE reader holds is open and queued; its answer decides; a reader
# that dies leaves drops.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
module nfnetlink_queue
load
watch nft 4 B filter INPUT in
need_verdicts
at B iptables-nft -A INPUT -p udp --dport 9 -j NFQUEUE --queue-num 3
# shellcheck disable=SC2154 # start sets it
holds() { kill -HUP "$q_pid" && grep -q "seen $1 answered 0" q.out; }
hold() {
	at B nftrq reset --all
	start_ready q B nfq -q 3 -m hold -r q.ready
	send_v4 40
	wait_until 10 holds 40
	verdict B in hits=40 open=40 queued=40
}
step "accepted late"
hold
kill -USR1 "$q_pid"
verdict B in hits=40 accept=40
finish q TERM
step "dropped late"
hold
kill -USR2 "$q_pid"
verdict B in hits=40 drop=40
finish q TERM
step "the reader dies"
hold
finish q KILL || :
verdict B in hits=40 drop=40
