#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A rule before defragmentation counts fragments: one goes on as the whole, the
# others are stolen by it. A rule behind counts wholes. What waits
# in vain for the last piece is dropped there.
# timeout: 240
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
load
# early FAMILY: a chain before defragmentation, and conntrack to make it happen
early() {
	at B nft add table "$1" t
	at B nft add chain "$1" t before '{ type filter hook prerouting priority -500; }'
	at B nft add chain "$1" t behind '{ type filter hook prerouting priority -300; }'
	at B nft add chain "$1" t track '{ type filter hook input priority 10; }'
	# shellcheck disable=SC2086 # two words
	at B nft add rule "$1" t before $2 != udp $2 != 44 accept
	at B nft add rule "$1" t behind meta l4proto != udp accept
	at B nft add rule "$1" t track ct state invalid counter
	at B xtblob nft "$1" t before good "before-$1"
	at B xtblob nft "$1" t behind good "behind-$1"
}
early ip "ip protocol"
need_verdicts
early ip6 "ip6 nexthdr"
start_sink s B
# The identifiers of the first run over their end.
for how in "-I 65500" -R "-f 5"; do
	case $how in -f*) f=5 ;; *) f=3 ;; esac
	step "fragments $how"
	at B nftrq reset --all
	# shellcheck disable=SC2086 # nothing or options
	at A rawfrag $how 10.9.0.1 10.9.0.2 100
	# shellcheck disable=SC2086
	at A rawfrag $how fd09::1 fd09::2 100
	for fam in ip ip6; do
		verdict B before-$fam hits=$((100 * f)) accept=100 stolen=$((100 * (f - 1)))
		verdict B behind-$fam hits=100 accept=100
	done
done
expect_eq "arrived" "$(sink_got s)" 600
step "the last piece never comes"
at B sh -c 'echo 2 >/proc/sys/net/ipv4/ipfrag_time
	for f in /proc/sys/net/ipv6/ip6frag_time /proc/sys/net/netfilter/nf_conntrack_frag6_timeout; do
		echo 2 >$f; done' || :
at B nftrq reset --all
at A rawfrag -o 10.9.0.1 10.9.0.2 20
at A rawfrag -o fd09::1 fd09::2 20
for fam in ip ip6; do
	verdict B before-$fam hits=40 drop=40
	verdict B behind-$fam hits=0
done
