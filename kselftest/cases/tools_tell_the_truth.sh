#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The test tools themselves, without the module: what flood sends sink gets,
# an NFQUEUE reader sees and decides, fragments arrive whole, TCP arrives intact.
. "$KSELFTEST/lib/lib.sh"
two_hosts
module nfnetlink_queue
step "flood and sink"
start_sink s4 B -n 1000
send_v4 1000 -t 2
expect_eq "arrived" "$(sink_got s4)" 1000
expect_eq "different" "$(sink_unique s4)" 1000
start_sink s6 B
send_v6 300
expect_eq "arrived on IPv6" "$(sink_got s6)" 300
step "a sink that gets less than it waits for fails"
start short B sink -n 10 -w 200
! finish short || fail "a sink without packets succeeded"
step "a send that the sender's own firewall refuses"
at A iptables-nft -A OUTPUT -p udp --dport 7 -j DROP
expect_eq "flood" "$(at A flood -p 7 10.9.0.2 5)" "sent 0 refused 5"
step "fragments"
start_sink s4 B
at A rawfrag 10.9.0.1 10.9.0.2 100
at A rawfrag -R -f 5 10.9.0.1 10.9.0.2 50
at A rawfrag -o 10.9.0.1 10.9.0.2 7
expect_eq "reassembled" "$(sink_got s4)" 150
start_sink s6 B
at A rawfrag fd09::1 fd09::2 100
expect_eq "reassembled on IPv6" "$(sink_got s6)" 100
step "TCP"
start_ready t B tcpxfer listen -r t.ready 5001
expect_eq "sent" "$(at A tcpxfer send 10.9.0.2 5001 1000000)" "sent 1000000"
finish t
expect_eq "received" "$(cat t.out)" "got 1000000 bad 0"
step "NFQUEUE: accepted, dropped, held, cut"
at B iptables-nft -A INPUT -p udp --dport 9 -j NFQUEUE --queue-num 3
for m in accept drop cut; do
	start_ready q B nfq -q 3 -m $m -n 20 -r q.ready
	start_sink s4 B
	send_v4 20
	finish q
	expect_eq "queue $m" "$(cat q.out)" "seen 20 answered 20"
	case $m in drop) n=0 ;; *) n=20 ;; esac
	expect_eq "arrived after $m" "$(sink_got s4)" $n
done
start_sink s4 B
start_ready q B nfq -q 3 -m hold -r q.ready
send_v4 20
# shellcheck disable=SC2154 # start sets it
held() { kill -HUP "$q_pid"; grep -q "seen 20 answered $1" q.out; }
wait_until 5 held 0
kill -USR1 "$q_pid"
wait_until 5 held 20
finish q TERM
expect_eq "arrived after hold" "$(sink_got s4)" 20
