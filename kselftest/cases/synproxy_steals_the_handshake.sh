#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# SYNPROXY keeps a client's SYN and ACK for itself: stolen, not dropped; the
# connection behind it works and the rest is accepted.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
module nf_conntrack
load
b=nft
need_target $b 4 filter -p tcp -m conntrack --ctstate INVALID,UNTRACKED -j SYNPROXY --mss 1460
at B iptables-$b -t raw -A PREROUTING -p tcp --dport 5001 --syn -j CT --notrack
at B iptables-$b -A INPUT -p tcp --dport 5001 -j NFTRACE --nftrace-label in
need_verdicts
at B iptables-$b -A INPUT -p tcp --dport 5001 -m conntrack --ctstate INVALID,UNTRACKED \
	-j SYNPROXY --sack-perm --timestamp --wscale 7 --mss 1460
at B iptables-$b -A INPUT -p tcp --dport 5001 -m conntrack --ctstate INVALID -j DROP
at B sh -c 'echo 0 >/proc/sys/net/netfilter/nf_conntrack_tcp_loose
	echo 1 >/proc/sys/net/ipv4/tcp_syncookies'
start_ready t B tcpxfer listen -r t.ready 5001
expect_eq "sent" "$(at A tcpxfer send 10.9.0.2 5001 100000)" "sent 100000"
finish t
expect_eq "received" "$(cat t.out)" "got 100000 bad 0"
books B in
expect_field B in drop 0
expect_field B in lost 0
expect_field B in stolen 2
[ "$(field B in accept)" -gt 2 ] || fail "nothing accepted: $(cat books.out)"
