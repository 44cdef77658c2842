#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The same as a raw nftables rule: refused, named in the log, others count on;
# and a table of a family that is not ours takes no such rule at all.
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
two_hosts
load
for f in ip ip6 inet; do
	at B nft add table $f t
	at B nft add chain $f t c '{ type filter hook input priority 0; }'
	at B xtblob nft $f t c good "good-$f"
done
send_v4 5
send_v6 3
while read -r kind option; do
	step "$kind"
	refuses_saying "$option" at B xtblob nft ip t c "$kind"
	refuses at B xtblob nft ip6 t c "$kind"
	refuses at B xtblob nft inet t c "$kind"
done <<-E2
	flags flags
	flags-next flags
	sample-zero sample
	sample-huge sample
	rate-huge rate
	burst-without-rate burst
	label-unterminated label
	label-control label
	label-newline label
	label-escape label
	label-quote label
	label-high label
	label-garbage label
	label-hole label
	pad pad
	size-long size
E2
refuses at B xtblob nft ip t c size-short
for f in arp bridge; do
	step "a table of family $f"
	at B nft add table $f t || { echo "no family $f here"; continue; }
	at B nft add chain $f t c '{ type filter hook input priority 0; }'
	refuses at B xtblob nft $f t c good
done
expect_eq "objects" "$(at B nftrq count)" 3
send_v4 5
at B nftrq dump
arrived B good-inet 13
arrived B good-ip 10
arrived B good-ip6 3
