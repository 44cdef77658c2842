#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A second rule with a label that is taken and with other options is refused,
# the log names the label, and the first rule goes on counting.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
two_hosts
load
for b in $(backends); do
	t=$(tool "$b" 4)
	step "$t"
	at B "$t" -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label mine
	refuses_saying label at B "$t" -A INPUT -p udp --dport 9 -j NFTRACE \
		--nftrace-label mine --nftrace-count-only
	send_v4 10
	arrived B mine 10
	expect_field B mine refs 1
	at B "$t" -F
done
