#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A packet that hit in PREROUTING and is held by an NFQUEUE in INPUT, longer
# than the stack ever keeps one between hooks, is open and queued, not lost.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
module nfnetlink_queue
load
watch nft 4 B raw PREROUTING pre
need_verdicts
at B iptables-nft -A INPUT -p udp --dport 9 -j NFQUEUE --queue-num 3
start_ready q B nfq -q 3 -m hold -w 100000 -r q.ready
start_sink s B
send_v4 20
# shellcheck disable=SC2154 # start sets it
holds() { kill -HUP "$q_pid" && grep -q "seen $1 answered 0" q.out; }
wait_until 10 holds 20
# The age of the last hit is a clock of the module's own.
held_for() { [ "$(field B pre age)" -ge "$1" ]; }
wait_until 60 held_for 15000
verdict B pre hits=20 open=20 queued=20
kill -USR1 "$q_pid"
verdict B pre hits=20 accept=20 hook.$IN.accept=20
finish q TERM
expect_eq "arrived" "$(sink_got s)" 20
