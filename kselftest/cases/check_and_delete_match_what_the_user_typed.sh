#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# -C and -D find a rule by its options, whatever id the kernel gave it, and
# find nothing for other options.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
# checks BACKEND FAMILY: whether this program's -C looks at a target's options at
# all; ip6tables-legacy 1.8.9 does not, whatever the target.
checks() {
	at A "$(tool "$1" "$2")" -A INPUT -j NFLOG --nflog-prefix one
	! at A "$(tool "$1" "$2")" -C INPUT -j NFLOG --nflog-prefix two 2>/dev/null
}
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
		if checks "$b" $v; then
			refuses at B "$t" -C INPUT -p udp -j NFTRACE --nftrace-label two
		else
			echo "$t -C does not look at options"
		fi
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
