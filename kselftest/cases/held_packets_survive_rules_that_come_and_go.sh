#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Packets held in NFQUEUE while NFTRACE rules are added and deleted, the last
# one too, arrive exactly once; nothing unregisters a hook under them.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
module nfnetlink_queue
load
watch nft 4 B filter INPUT in
need_verdicts
at B iptables-nft -A INPUT -p udp --dport 9 -j NFQUEUE --queue-num 3
start_ready q B nfq -q 3 -m hold -r q.ready
start_sink s B
# shellcheck disable=SC2154 # start sets it
holds() { kill -HUP "$q_pid" && grep -q "seen $1 answered 0" q.out; }
send_v4 50
wait_until 10 holds 50
step "a rule in another table, family and namespace comes and goes"
watch nft 6 B mangle INPUT six
watch nft 4 A filter OUTPUT out
at B ip6tables-nft -t mangle -F
at A iptables-nft -F
verdict B in hits=50 open=50 queued=50
step "the last rule goes, with its packets held, and another comes"
at B iptables-nft -D INPUT 1
expect_eq "rules" "$(at B nftrq count)" 0
watch nft 4 B raw PREROUTING pre
send_v4 30 -i 1000
wait_until 10 holds 80
verdict B pre hits=30 open=30
kill -USR1 "$q_pid"
verdict B pre hits=30 accept=30
finish q TERM
expect_eq "arrived" "$(sink_got s)" 80
expect_eq "of them different" "$(sink_unique s)" 80
