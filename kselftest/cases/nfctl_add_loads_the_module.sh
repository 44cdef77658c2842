#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# nfctl add works on a router that never saw the module, and its rule counts.
# kernels: stock
. "$KSELFTEST/lib/lib.sh"
two_hosts
at B iptables-nft -A INPUT -p tcp --dport 1 -j ACCEPT
at B nfctl add --help >help.out
at B nfctl add INPUT --label first
loaded || fail "not loaded"
send_v4 5
arrived B first 5
