#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A block with an id that this machine never gave (a restore from elsewhere) is
# taken and gets an object of its own.
. "$KSELFTEST/lib/lib.sh"
two_hosts
load
at B nft add table ip t
at B nft add chain ip t c '{ type filter hook input priority 0; }'
at B xtblob nft ip t c good one
at B xtblob nft ip t c id-foreign two
at B xtblob nft ip t c id-foreign
expect_eq "objects" "$(at B nftrq count)" 3
[ "$(id_of B two)" != $((0x12345678)) ] || fail "the foreign id was believed"
send_v4 10
arrived B one 10
arrived B two 10
