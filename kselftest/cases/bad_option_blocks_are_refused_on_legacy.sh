#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# An option block that no plugin would write is refused, the log names the
# option, and the other rules go on counting.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
need_legacy
two_hosts
load
for v in 4 6; do
	t=iptables-legacy six=
	[ $v = 4 ] || { t=ip6tables-legacy; six=-6; }
	at B $t -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label "good$v"
	at B $t -t mangle -A INPUT -p udp --dport 9 -j NFTRACE
	"send_v$v" 5
	while read -r kind option; do
		step "$v $kind"
		# shellcheck disable=SC2086 # nothing or one option
		refuses_saying "$option" at B xtblob legacy $six mangle "$kind"
		grep -q 'errno=EINVAL' refused.err || fail "$kind: $(cat refused.err)"
	done <<-E2
		flags flags
		flags-next flags
		sample-zero sample
		sample-huge sample
		rate-huge rate
		burst-without-rate burst
		label-unterminated label
		label-control label
		label-newline label
		label-escape label
		label-quote label
		label-high label
		label-garbage label
		label-hole label
		pad pad
		size-long size
	E2
	at B xtblob legacy $six mangle good
	"send_v$v" 5
	arrived B "good$v" 10
	expect_eq "objects" "$(at B nftrq count)" 2
	at B $t -F
	at B $t -t mangle -F
done
