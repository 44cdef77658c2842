#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A network namespace that goes away takes its rules along: the module counts
# no user any more and unloads.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
load
i=0
while [ $i -lt "$(slow 3 8)" ]; do
	two_hosts
	for b in $(backends); do
		at B "$(tool "$b" 4)" -A INPUT -j NFTRACE --nftrace-label "l$b"
		at B "$(tool "$b" 6)" -A INPUT -j NFTRACE
		at A "$(tool "$b" 4)" -t mangle -A OUTPUT -j NFTRACE
	done
	send_v4 50
	[ "$(refcount)" -gt 0 ] || fail "no rule uses the module"
	forget_namespace B
	forget_namespace A
	i=$((i + 1))
done
wait_until 30 unused
rmmod nftrace
! loaded || fail "still loaded"
