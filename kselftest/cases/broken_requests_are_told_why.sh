#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Truncated, unknown, wrong and missing netlink attributes are refused with a
# text; nothing changes, and the next good request is served.
. "$KSELFTEST/lib/lib.sh"
two_hosts
load
at B iptables-nft -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label good
send_v4 5
arrived B good 5
# kind, errno; "-": the kernel's own core answers, without a text of ours
wrong=
while read -r kind errno text; do
	at B nftrq hostile "$kind" >said && r=0 || r=$?
	echo "$kind: $(cat said)"
	if [ $r != 0 ] || ! grep -qE "errno=($errno) " said ||
		{ [ "$text" != - ] && grep -q 'text=""' said; }; then
		wrong="$wrong $kind"
	fi
done <<-E2
	id-truncated ERANGE|EINVAL text
	id-empty ERANGE|EINVAL text
	id-too-wide ERANGE|EINVAL text
	id-unknown ENOENT text
	id-zero ENOENT|EINVAL text
	label-unknown ENOENT text
	label-unterminated ERANGE|EINVAL text
	label-long ERANGE|EINVAL text
	label-empty ERANGE|EINVAL|ENOENT text
	get-nothing EINVAL text
	get-reply-attr EINVAL text
	attr-unknown EINVAL text
	attr-overlong EINVAL text
	dump-attr-unknown EINVAL text
	info-attr-unknown EINVAL text
	reset-nothing EINVAL text
	reset-unknown ENOENT text
	reset-all-payload ERANGE|EINVAL text
	interval-low ERANGE|EINVAL text
	interval-high ERANGE|EINVAL text
	interval-zero ERANGE|EINVAL text
	interval-short ERANGE|EINVAL text
	interval-missing EINVAL text
	unsubscribe-twice ENOENT text
	command-event EOPNOTSUPP -
	command-unknown EOPNOTSUPP -
	command-zero EOPNOTSUPP -
E2
[ -z "$wrong" ] || fail "not answered as they should be:$wrong"
expect_field B good hits 5
send_v4 5
arrived B good 10
expect_eq "interval" "$(at B nftrq info interval)" 0
