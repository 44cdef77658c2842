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
load flights=1024 flight_quota=64
watch nft 4 B filter INPUT in
need_verdicts
watch nft 4 A raw OUTPUT out
queue_rule nft 4 B INPUT
hold B
send_v4 500
held 500
open=$(field B in open)
# The quota is looked at when a packet finds company in its bucket, of which
# there are 256: so it is overrun by some, never by many.
[ "$open" -ge 64 ] && [ "$open" -le 128 ] || fail "open: $open, with a quota of 64"
verdict B in hits=500 open="$open" untracked=$((500 - open))
verdict A out hits=500 accept=500
throw_away
verdict B in hits=500 drop="$open" untracked=$((500 - open))
finish q TERM
