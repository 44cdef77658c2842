#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A namespace that holds its quota of flights gets untracked hits; the packets
# of another one are all followed.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

. "$KSELFTEST/lib/queue.sh"

two_hosts
module nfnetlink_queue
load flights=8192 flight_quota=64
watch nft 4 B filter INPUT in
need_verdicts
watch nft 4 A raw OUTPUT out
queue_rule nft 4 B INPUT
hold B
send_v4 500
held 500
open=$(field B in open)
# The count behind the quota may be off by 32 for each CPU.
[ "$open" -ge 32 ] && [ "$open" -le $((64 + 32 * $(busybox nproc))) ] || fail "open: $open"
verdict B in hits=500 open="$open" untracked=$((500 - open))
verdict A out hits=500 accept=500
throw_away
verdict B in hits=500 drop="$open" untracked=$((500 - open))
finish q TERM
