#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# NFQUEUE: accepted, dropped, given back shorter, dropped by a rule behind the
# queue, no reader, bypassed; each told as what it came to.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
module nfnetlink_queue
load
# queue BACKEND [options]: the rule behind the watched one
queue() { _b=$1; shift; at B "$(tool "$_b" 4)" -A INPUT -p udp --dport 9 -j NFQUEUE --queue-num 3 "$@"; }
for b in $(backends); do
	watch "$b" 4 B filter INPUT in
	need_verdicts
	watch "$b" 4 B raw PREROUTING pre
	queue "$b"
	for m in accept cut; do
		step "$b: $m"
		at B nftrq reset --all
		start_ready q B nfq -q 3 -m $m -n 50 -r q.ready
		start_sink s B
		send_v4 50
		finish q
		verdict B in hits=50 accept=50 hook.$IN.accept=50
		verdict B pre hits=50 accept=50 hook.$IN.accept=50
		expect_eq "arrived" "$(sink_got s)" 50
	done
	step "$b: drop"
	at B nftrq reset --all
	start_ready q B nfq -q 3 -m drop -n 50 -r q.ready
	send_v4 50
	finish q
	verdict B in hits=50 drop=50 hook.$IN.drop=50
	verdict B pre hits=50 drop=50
	step "$b: accepted by the reader, dropped by the next chain"
	at B nftrq reset --all
	at B nft add table ip behind
	at B nft add chain ip behind c '{ type filter hook input priority 200; }'
	at B nft add rule ip behind c udp dport 9 drop
	start_ready q B nfq -q 3 -m accept -n 50 -r q.ready
	send_v4 50
	finish q
	verdict B in hits=50 drop=50 hook.$IN.drop=50
	at B nft delete table ip behind
	step "$b: nobody reads"
	at B nftrq reset --all
	send_v4 20
	verdict B in hits=20 drop=20
	at B "$(tool "$b" 4)" -F
	at B nftrq reset --all
	watch "$b" 4 B filter INPUT in
	queue "$b" --queue-bypass
	step "$b: nobody reads, bypass"
	send_v4 20
	verdict B in hits=20 accept=20
	at B "$(tool "$b" 4)" -F
	at B "$(tool "$b" 4)" -t raw -F
done
