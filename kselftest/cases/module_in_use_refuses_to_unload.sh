#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# rmmod fails while a rule uses the module, works once the last is gone, and
# the module loads and counts again after.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
two_hosts
i=0
while [ $i -lt 2 ]; do
	load
	for b in $(backends); do
		t=$(tool "$b" 4)
		at B "$t" -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label used
		refuses rmmod nftrace
		send_v4 10
		arrived B used 10
		at B "$t" -D INPUT -p udp --dport 9 -j NFTRACE --nftrace-label used
	done
	wait_until 10 unused
	rmmod nftrace
	! loaded || fail "still loaded"
	i=$((i + 1))
done
