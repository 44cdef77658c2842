#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# -j NFTRACE loads the module by itself, for each backend and family, and so
# does asking for the family.
# kernels: stock
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
two_hosts
for b in $(backends); do
	for v in 4 6; do
		step "$b $v"
		! loaded || fail "loaded before"
		at B "$(tool "$b" $v)" -A INPUT -j NFTRACE
		loaded || fail "not loaded"
		at B "$(tool "$b" $v)" -F INPUT
		wait_until 10 unused
		rmmod nftrace
	done
done
step "by the family's name"
at B nftrq info
loaded || fail "not loaded"
