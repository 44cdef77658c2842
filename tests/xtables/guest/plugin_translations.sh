#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every pair of libxt_NFTRACE.txlate: iptables-translate prints what it says.
. "$KSELFTEST/lib/lib.sh"
sh "$KSELFTEST/xtables/run-txlate.sh" "$KSELFTEST/xtables/libxt_NFTRACE.txlate"
