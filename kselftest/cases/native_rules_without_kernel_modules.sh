#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Where nf_tables, nft_compat or nft_ct is missing, nfctl add says which, and
# changes nothing.
# kernels: 6.1 newest rt
# boot: own
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/native.sh"

# without NAME: as if this kernel had no such module
without() { find "/lib/modules/$(uname -r)" -name "$1.ko*" -exec mv {} . \;; }
# missing "SENTENCE" words of nfctl add...
missing() {
	_says=$1
	shift
	r=0
	at B nfctl add "$@" >bad.out 2>bad.err || r=$?
	expect_eq "exit ($(cat bad.err))" $r 3
	grep -qF -- "nfctl: $_says" bad.err || fail "$(cat bad.err)"
}

namespace B
load
step "no nf_tables"
[ ! -d /sys/module/nf_tables ] || fail "nf_tables is there already"
missing "nf_tables is not loaded, so there are no nft tables" inet fw input
[ ! -d /sys/module/nf_tables ] || fail "asking for a table loaded nf_tables"

step "no nft_compat"
without nft_compat
without nft_ct
nft_at B <<'NFT'
table inet fw { chain input { type filter hook input priority 0; }; }
NFT
at B nft -a list ruleset >nft.before
missing "this kernel can't put an xt target into an nft table: nft_compat is missing" inet fw input
at B nft -a list ruleset | cmp - nft.before

step "no nft_ct"
insmod ./nft_compat.ko*
missing "the match on state needs the module nft_ct" inet fw input -- state new
at B nft -a list ruleset | cmp - nft.before
add B inet fw input -- proto udp
