#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# One rule in a native inet table counts IPv4 and IPv6, to the packet.
. "$KSELFTEST/lib/lib.sh"
n=$(many 5000)
two_hosts
load
at B nft add table inet t
at B nft add chain inet t c '{ type filter hook input priority 0; }'
at B xtblob nft inet t c good both
at A nft add table inet t
at A nft add chain inet t c '{ type filter hook output priority 0; }'
at A xtblob nft inet t c good both
at B nftrq reset --all
at A nftrq reset --all
send_v4 "$n" -s 100
arrived B both "$n"
send_v6 "$n" -s 100
arrived B both $((2 * n))
arrived A both $((2 * n))
expect_field B both bytes $((n * 128 + n * 148))
