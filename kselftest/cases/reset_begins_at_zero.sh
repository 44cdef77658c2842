#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# reset sets one rule (by id, by label) or all of them to zero and leaves the
# others alone; what comes after it counts.
. "$KSELFTEST/lib/lib.sh"
two_hosts
load
t=$(tool nft 4)
at B "$t" -A INPUT -p udp -j NFTRACE --nftrace-label one
at B "$t" -A INPUT -p udp -j NFTRACE --nftrace-label two
at B "$t" -A INPUT -p udp -j NFTRACE --nftrace-label three --nftrace-count-only
send_v4 100
arrived B three 100
at B nftrq reset one
expect_field B one hits 0
expect_field B one bytes 0
at B nftrq get one >one.out
! grep -q '^age' one.out || fail "a rule without hits has an age: $(cat one.out)"
expect_field B two hits 100
at B nftrq reset "id:$(id_of B two)"
expect_field B two hits 0
expect_field B three hits 100
send_v4 7 -s 100
arrived B one 7
expect_field B one bytes 896
arrived B two 7
arrived B three 107
at B nftrq reset --all
for l in one two three; do expect_field B $l hits 0; done
