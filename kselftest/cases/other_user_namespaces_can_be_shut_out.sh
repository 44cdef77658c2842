#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# With userns=0 root of another user namespace gets EPERM and can't add a
# rule; with userns=1 it works on its own network namespace.
. "$KSELFTEST/lib/lib.sh"
inside() { unshare --user --map-root-user --net "$@"; }
# Loads what root of a user namespace may not.
namespace A
at A iptables-nft -A INPUT -p udp -j ACCEPT
at A iptables-nft -A INPUT -p udp -m comment --comment x -j ACCEPT
inside true || skip "no user namespaces here"
load userns=1
inside sh -c 'iptables-nft -A INPUT -j NFTRACE --nftrace-label in && nftrq get in hits' >in.out
expect_eq "hits inside" "$(cat in.out)" 0
wait_until 20 unused
rmmod nftrace
load userns=0
refuses inside nftrq info
grep -q EPERM refused.err || fail "$(cat refused.err)"
refuses inside iptables-nft -A INPUT -j NFTRACE
at A nftrq info rules
at A iptables-nft -A INPUT -j NFTRACE --nftrace-label out
expect_field A out hits 0
