#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A rule deleted while its packets are held: they arrive, what comes in its
# slot inherits nothing, and the module unloads.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

. "$KSELFTEST/lib/queue.sh"

two_hosts
module nfnetlink_queue
load
for b in $(backends); do
	step "$b"
	watch "$b" 4 B filter INPUT one
	need_verdicts
	watch "$b" 4 B filter INPUT stays
	queue_rule "$b" 4 B INPUT
	start_sink s B
	hold B
	send_v4 60
	held 60
	at B "$(tool "$b" 4)" -D INPUT 1
	refuses at B nftrq get one
	watch "$b" 4 B raw PREROUTING another
	verdict B stays hits=60 open=60 queued=60
	verdict B another hits=0
	let_go
	verdict B stays hits=60 accept=60
	verdict B another hits=0
	finish q TERM
	expect_eq "arrived" "$(sink_got s)" 60
	at B "$(tool "$b" 4)" -F
	at B "$(tool "$b" 4)" -t raw -F
done
step "the last rule, and the module, while packets are held"
watch nft 4 B filter INPUT last
queue_rule nft 4 B INPUT
hold B
send_v4 40
held 40
at B iptables-nft -D INPUT 1
wait_until 10 unused
rmmod nftrace
load
watch nft 4 B raw PREROUTING fresh
send_v4 5 -p 9
verdict B fresh hits=5 open=5
finish q TERM
verdict B fresh hits=5 drop=5
