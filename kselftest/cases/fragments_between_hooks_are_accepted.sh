#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Without conntrack the stack reassembles between PREROUTING and INPUT: all
# fragments were let go by netfilter, the whole is INPUT's.
# boot: own
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
load
[ ! -e /proc/sys/net/netfilter/nf_conntrack_count ] || echo "conntrack is loaded, but unused here"
for f in ip ip6; do
	at B nft add table $f t
	at B nft add chain $f t pre '{ type filter hook prerouting priority -300; }'
	at B nft add chain $f t in '{ type filter hook input priority 0; }'
	p="ip protocol"
	[ $f = ip ] || p="ip6 nexthdr"
	at B nft add rule $f t pre $p != udp $p != 44 accept
	at B nft add rule $f t in meta l4proto != udp accept
	at B xtblob nft $f t pre good pre-$f
	at B xtblob nft $f t in good in-$f
done
need_verdicts
start_sink s B
at A rawfrag 10.9.0.1 10.9.0.2 50
at A rawfrag fd09::1 fd09::2 50
for f in ip ip6; do
	verdict B in-$f hits=50 accept=50
	wait_until 30 _is_open B pre-$f 0
	verdict B pre-$f hits=150 accept=150
done
expect_eq "arrived" "$(sink_got s)" 100
