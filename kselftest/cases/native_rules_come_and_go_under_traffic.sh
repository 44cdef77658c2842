#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A rule is added and taken out 200 times in a chain that packets pass, and by nfctl
# in front of and behind others: no packet is lost, a rule beside it misses none,
# and the ruleset is at last what it was.
# kernels: 6.1 newest rt
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/native.sh"
. "$KSELFTEST/lib/traffic.sh"

two_hosts
nft_at B <<'NFT'
table inet fw {
	chain input {
		type filter hook input priority 0; policy drop
		jump churn
		udp dport 9 counter accept
		ip6 nexthdr icmpv6 accept
	}
	chain churn { }
}
NFT
add B inet fw input --label steady -- proto udp
remember B
start_sink all B
stream_start flow A 10.9.0.2
at B xtblob churn inet fw churn 200
stream_moves flow
for where in --first --last "--first --count-only"; do
	# shellcheck disable=SC2086 # words
	add B inet fw input $where
	id=$(sed -n 's/^added: .*, rule \([0-9]*\).*/\1/p' add.out)
	at B nfctl del "$id" >del.out
done
stream_moves flow
stream_stop flow
step "$sent packets"
arrived B steady "$sent"
expect_eq "arrived" "$(sink_got all)" "$sent"
expect_eq "counted by nft" "$(at B nft list chain inet fw input |
	sed -n 's/.*counter packets \([0-9]*\) .*/\1/p')" "$sent"
books B steady
unchanged B
