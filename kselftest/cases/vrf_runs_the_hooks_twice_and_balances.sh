#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# In a VRF a packet passes PREROUTING twice and is one packet: each hit has its
# verdict, arriving and leaving.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
ip -n B link add vrf0 type vrf table 10 2>vrf.err || skip "this kernel has no VRF"
ip -n B link set vrf0 up
ip -n B link set vb master vrf0
address B vb fd09::2/64 2>/dev/null || :
neighbour B vb 02:00:00:00:09:01 10.9.0.1 fd09::1
at B sh -c 'echo 1 >/proc/sys/net/ipv4/udp_l3mdev_accept'
load
for v in 4 6; do
	step "IPv$v"
	watch nft $v B raw PREROUTING pre$v
	need_verdicts
	watch nft $v B filter INPUT in$v
	start_sink s B
	"send_v$v" 60
	verdict B pre$v hits=120 accept=120 hook.$IN.accept=120
	verdict B in$v hits=60 accept=60
	expect_eq "arrived" "$(sink_got s)" 60
	at B "$(tool nft $v)" -A INPUT -p udp --dport 9 -j DROP
	"send_v$v" 40
	verdict B pre$v hits=200 accept=120 drop=80
	verdict B in$v hits=100 accept=60 drop=40
done
step "leaving through it"
watch nft 4 B filter OUTPUT out
at B ip vrf exec vrf0 true 2>/dev/null || bound=no
at B flood -b 10.9.0.2 10.9.0.1 30 >flood.out 2>&1 || :
if [ "${bound:-}" != no ]; then
	at B ip vrf exec vrf0 flood 10.9.0.1 30
	[ "$(hits B out)" -ge 30 ] || fail "out of the VRF: $(hits B out) hits"
fi
books B out
expect_field B out accept "$(hits B out)"
