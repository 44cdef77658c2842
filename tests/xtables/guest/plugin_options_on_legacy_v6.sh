#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every line of libxt_NFTRACE.t with ip6tables-legacy: taken or refused as it says.
# timeout: 300
. "$KSELFTEST/lib/lib.sh"
need_legacy
load
namespace A
at A sh "$KSELFTEST/xtables/run-t.sh" ip6tables-legacy "$KSELFTEST/xtables/libxt_NFTRACE.t"
