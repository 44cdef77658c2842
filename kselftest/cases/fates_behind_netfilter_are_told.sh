#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What became of packets that netfilter let go: dropped for want of a socket, a
# route, a neighbour, by reverse path filter, as a martian, TTL, MTU, qdisc; left
# for another namespace; sent; delivered.
# timeout: 240
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"
. "$KSELFTEST/lib/events.sh"

client_router_server
load
need_taps

# fate TEXT COUNT PATTERN FILTER -- SEND...: so many of these fates, and no other
fate() {
	step "$1"
	_fc=$2 _fp=$3 _ff=$4
	shift 5
	listen t R --fate "$_ff"
	"$@"
	hears t '"event":"fate"' "$_fc"
	heard t
	grep '"event":"fate"' t.out | grep -vE "$_fp" | sed 's/^/other: /' || :
	expect_eq "$_fp" "$(lines t "\"event\":\"fate\".*$_fp")" "$_fc"
	told_are t seen="$_fc" fates="$_fc" verdicts="$_fc" lost=0
}

in='udp port 9'
fate "no socket" 20 '"fate":"dropped","presumed":false.*"hook":"input".*NO_SOCKET' "$in" -- \
	send C 10.1.0.1 20
fate "no socket, IPv6" 5 '"fate":"dropped".*"hook":"input".*NO_SOCKET' "$in" -- \
	send C fd01::1 5
start_sink s R
fate "delivered" 30 '"fate":"delivered".*"hook":"input"' "$in" -- send C 10.1.0.1 30
expect_eq "arrived" "$(sink_got s)" 30

ip -n C route add 10.77.0.0/16 via 10.1.0.1
fate "no route" 7 '"fate":"dropped".*"hook":"prerouting".*"symbol":"(ip_error|ip_rcv|ip_route|dst_)' \
	"$in" -- send C 10.77.0.1 7
fate "TTL" 6 '"fate":"dropped".*"symbol":"ip_forward' "$in" -- send C 10.2.0.2 6 -l 1
fate "TTL, IPv6" 6 '"fate":"dropped".*"symbol":"ip6_forward' "$in" -- send C fd02::2 6 -l 1
ip -n R link set rs mtu 600
fate "MTU" 1 '"fate":"dropped".*(PKT_TOO_BIG|"symbol":"ip_forward)' "$in" -- \
	send C 10.2.0.2 1 -d -s 1000
ip -n R link set rs mtu 1500
address C cr 10.2.0.1/32
fate "martian" 3 '"fate":"dropped".*"hook":"prerouting".*"symbol":"(ip_rcv|ip_route|fib)' "$in" -- \
	send C 10.2.0.2 3 -b 10.2.0.1
# shellcheck disable=SC2016 # for the other shell
at R sh -c 'for f in all rc; do echo 1 >/proc/sys/net/ipv4/conf/$f/rp_filter; done'
address C cr 10.66.0.1/32
fate "reverse path filter" 9 '"fate":"dropped".*RPFILTER' "$in" -- \
	send C 10.2.0.2 9 -b 10.66.0.1

start_sink s S
fate "left this namespace" 25 '"fate":"left".*"hook":"postrouting"' "$in" -- send C 10.2.0.2 25
expect_eq "arrived" "$(sink_got s)" 25
at R tc qdisc add dev rs root bfifo limit 1
fate "qdisc" 8 '"fate":"dropped".*"hook":"postrouting".*QDISC' "$in" -- send C 10.2.0.2 8
at R tc qdisc del dev rs root
at R sh -c 'echo 1 >/proc/sys/net/ipv4/neigh/rs/mcast_solicit
	echo 100 >/proc/sys/net/ipv4/neigh/rs/retrans_time_ms'
fate "no neighbour" 2 '"fate":"dropped".*"hook":"postrouting".*(arp_error_report|NEIGH_FAILED)' \
	"$in" -- send C 10.2.0.77 2
at R ip link add d0 type dummy
at R ip link set d0 up
at R ip route add 10.3.0.0/24 dev d0
fate "sent" 11 '"fate":"sent","presumed":false.*"hook":"postrouting".*"oif":"d0"' "$in" -- \
	send C 10.3.0.1 11

step "only drops, whether by netfilter or behind it"
at R iptables-nft -A FORWARD -p udp --dport 11 -j DROP
listen t R --fate --drops --count 9 udp
send C 10.3.0.1 12
send C 10.3.0.1 5 -p 11
send C 10.1.0.1 4
finish t || fail "--count: $(cat t.err)"
expect_eq "by netfilter" "$(lines t '"verdict":"drop","hook":"forward"')" 5
expect_eq "behind it" "$(lines t '"fate":"dropped".*"hook":"input"')" 4
told_are t seen=21 told=21 shown=9
