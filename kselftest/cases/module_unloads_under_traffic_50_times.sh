#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Rule added, hit, deleted and the module removed while packets flow, 50 times:
# each time it goes, and the traffic never notices.
# timeout: 400
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

. "$KSELFTEST/lib/traffic.sh"

two_hosts
start_sink s B
stream_start flow A 10.9.0.2
gone() { rmmod nftrace 2>/dev/null; ! loaded; }
i=0
while [ $i -lt "$(slow 15 50)" ]; do
	load
	case $((i % 3)) in 0) b=legacy ;; *) b=nft ;; esac
	[ $b = nft ] || has_legacy || b=nft
	watch $b 4 B filter INPUT in
	watch $b 4 A filter OUTPUT out
	wait_until 10 _at_least B in hits 1
	at B "$(tool $b 4)" -F INPUT
	at A "$(tool $b 4)" -F OUTPUT
	wait_until 10 gone
	i=$((i + 1))
done
stream_stop flow
expect_eq "arrived" "$(sink_got s)" "$sent"
