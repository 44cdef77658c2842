#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# With the table full a hit counts as untracked, its packet goes on, and the
# books balance; once the others are gone there is room again.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

. "$KSELFTEST/lib/queue.sh"

two_hosts
module nfnetlink_queue
load flights=64 flight_quota=64
watch nft 4 B filter INPUT in
need_verdicts
queue_rule nft 4 B INPUT
start_sink s B
hold B
send_v4 200
held 200
open=$(field B in open)
echo "$open open"
{ [ "$open" -gt 16 ] && [ "$open" -le 64 ]; } || fail "open: $open of a table of 64"
verdict B in hits=200 open="$open" untracked=$((200 - open))
let_go
verdict B in hits=200 accept="$open" untracked=$((200 - open))
expect_eq "open in all" "$(at B nftrq info flights)" 0
finish q TERM
at B iptables-nft -D INPUT 2
send_v4 50 -i 1000
verdict B in hits=250 accept=$((open + 50)) untracked=$((200 - open))
expect_eq "arrived" "$(sink_got s)" 250
