#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Without conntrack the stack reassembles between PREROUTING and INPUT
# (IPv6: behind INPUT): all fragments were let go by netfilter.
# boot: own
# timeout: 180
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
verdict B in-ip hits=50 accept=50
# IPv6 reassembles behind INPUT, as one of the extension headers.
verdict B in-ip6 hits=150 accept=150
verdict B pre-ip hits=150 accept=150
verdict B pre-ip6 hits=150 accept=150
expect_eq "arrived" "$(sink_got s)" 100
