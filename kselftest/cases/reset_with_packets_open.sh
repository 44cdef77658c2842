#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# reset while packets are held: the books begin at zero, the held ones count
# nowhere, what comes after counts, in every repetition.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

. "$KSELFTEST/lib/queue.sh"

two_hosts
module nfnetlink_queue
load
watch nft 4 B filter INPUT in
need_verdicts
watch nft 4 B raw PREROUTING pre
queue_rule nft 4 B INPUT
start_sink s B
hold B
for i in 1 2 3; do
	send_v4 20 -i $((i * 100))
	held $((i * 20))
	verdict B in hits=20 open=20
	at B nftrq reset --all
	verdict B in hits=0
	verdict B pre hits=0
done
send_v4 7 -i 1000
held 67
let_go
verdict B in hits=7 accept=7
verdict B pre hits=7 accept=7
finish q TERM
expect_eq "arrived" "$(sink_got s)" 67
step "resets while packets flow"
at B iptables-nft -F
watch nft 4 B filter INPUT in
. "$KSELFTEST/lib/traffic.sh"
stream_start flow A 10.9.0.2
i=0
while [ $i -lt "$(slow 25 100)" ]; do
	at B nftrq reset --all
	i=$((i + 1))
done
stream_stop flow
books B in
expect_field B in drop 0
at B nftrq reset --all
send_v4 10
verdict B in hits=10 accept=10
