#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No route, TTL, reverse path filter: netfilter accepted, the stack dropped;
# counted as accept and again in after, with place and the kernel's reason.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"

client_router_server
load
watch nft 4 R raw PREROUTING pre
need_verdicts
watch nft 6 R raw PREROUTING pre6
step "no route"
ip -n C route add 10.77.0.0/16 via 10.1.0.1
send C 10.77.0.1 20
verdict R pre hits=20 accept=20 after=20
placed R pre after 20 'ip_error|ip_rcv|ip_route|dst_discard'
ip -n C route add fd77::/16 via fd01::1
send C fd77::1 10
verdict R pre6 hits=10 accept=10 after=10
at R nftrq reset --all
step "TTL"
send C 10.2.0.2 30 -l 1
verdict R pre hits=30 accept=30 after=30
placed R pre after 30 ip_forward
send C fd02::2 15 -l 1
verdict R pre6 hits=15 accept=15 after=15
placed R pre6 after 15 ip6_forward
at R nftrq reset --all
step "reverse path"
at R sh -c 'for f in all rc; do echo 1 >/proc/sys/net/ipv4/conf/$f/rp_filter; done'
address C cr 10.66.0.1/32
send C 10.2.0.2 40 -b 10.66.0.1
verdict R pre hits=40 accept=40 after=40
reason R pre after >reasons
grep -q RPFILTER reasons || fail "no reason RPFILTER: $(at R nftrq get pre | grep place)"
step "a good one is not among them"
send C 10.2.0.2 5
verdict R pre hits=45 accept=45 after=40
