#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every line of libxt_NFTRACE.t with iptables-nft: taken or refused as it says.
# timeout: 300
. "$KSELFTEST/lib/lib.sh"
load
namespace A
at A sh "$KSELFTEST/xtables/run-t.sh" iptables-nft "$KSELFTEST/xtables/libxt_NFTRACE.t"
