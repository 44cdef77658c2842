#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# -C and -D find a rule by its options, whatever id the kernel gave it, and
# find nothing for other options.
. "$KSELFTEST/lib/lib.sh"
two_hosts
load
for b in $(backends); do
	for v in 4 6; do
		t=$(tool "$b" $v)
		step "$t"
		at B "$t" -A INPUT -p udp -j NFTRACE
		at B "$t" -A INPUT -p udp -j NFTRACE --nftrace-label one
		at B "$t" -A INPUT -p udp -j NFTRACE --nftrace-count-only
		"send_v$v" 3
		arrived B one 3
		at B "$t" -C INPUT -p udp -j NFTRACE
		at B "$t" -C INPUT -p udp -j NFTRACE --nftrace-label one
		at B "$t" -C INPUT -p udp -j NFTRACE --nftrace-count-only
		refuses at B "$t" -C INPUT -p udp -j NFTRACE --nftrace-label two
		refuses at B "$t" -C INPUT -p tcp -j NFTRACE
		refuses at B "$t" -D INPUT -p udp -j NFTRACE --nftrace-label on
		expect_eq "objects" "$(at B nftrq count)" 3
		at B "$t" -D INPUT -p udp -j NFTRACE
		at B "$t" -D INPUT -p udp -j NFTRACE --nftrace-count-only
		expect_eq "objects" "$(at B nftrq count)" 1
		expect_field B one hits 3
		at B "$t" -D INPUT -p udp -j NFTRACE --nftrace-label one
		expect_eq "objects" "$(at B nftrq count)" 0
	done
done
