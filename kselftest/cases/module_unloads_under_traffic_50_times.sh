#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Rule added, hit, deleted and the module removed while packets flow, 50 times:
# each time it goes, and the traffic never notices.
# timeout: 600
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

. "$KSELFTEST/lib/traffic.sh"

two_hosts
start_sink s B
stream_start flow A 10.9.0.2
i=0
while [ $i -lt "$(slow 5 50)" ]; do
	load
	case $((i % 3)) in 0) b=legacy ;; *) b=nft ;; esac
	[ $b = nft ] || has_legacy || b=nft
	# Where the rule is hit in process context, and where in softirq.
	case $((i % 2)) in 0) h=A c=OUTPUT ;; *) h=B c=INPUT ;; esac
	watch $b 4 $h filter $c hit
	wait_until 10 _at_least $h hit hits 1
	at $h "$(tool $b 4)" -F $c
	wait_until 10 gone
	i=$((i + 1))
	[ $((i % 10)) != 0 ] || step "$i times"
done
stream_stop flow
expect_eq "arrived" "$(sink_got s)" "$sent"
