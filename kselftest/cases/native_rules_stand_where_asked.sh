#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Beside a handle, first and last; a label is one object in ip and inet tables; each
# match is to the byte what nft makes of it; del leaves the ruleset as it was.
# kernels: 6.1 newest rt
# timeout: 120
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/native.sh"

two_hosts
nft_at B <<'NFT'
table inet fw {
	chain input {
		type filter hook input priority 0; policy accept
		udp dport 1 accept
		udp dport 2 accept comment "two"
		udp dport 3 accept
	}
}
table ip four { chain input { type filter hook input priority 1; }; }
table ip6 six { chain input { type filter hook input priority 1; }; }
NFT
at B nft -a list ruleset >nft.before
two=$(handle_of B 'inet fw input' two)

step "places"
add B inet fw input --label last --last
add B inet fw input --label first
add B inet fw input --label before --before "$two"
add B inet fw input --label after --after "$two"
expect_eq "order" "$(order B 'inet fw input')" "1:first 3:before 5:after 7:last"
at B nfctl rules --sort place >rules.out
grep -q '^inet  *nft  *fw  *input  *h[0-9]* first' rules.out || fail "$(cat rules.out)"
at B nft -a list chain inet fw input >list.out
h=$(at B nfctl rules --json | jq '.rules[] | select(.label == "after") | .handle')
grep -q "NFTRACE.*# handle $h\$" list.out || fail "handle $h is not in: $(cat list.out)"

step "one label in ip, ip6 and inet is one object"
add B inet fw input --label all
add B ip four input --label all -- proto udp
add B ip6 six input --label all -- proto udp
expect_field B all refs 3
send_v4 30
send_v6 20
arrived B all 100

step "taken out"
at B nfctl del --all >del.out
expect_eq "removed" "$(grep -c '^removed: ' del.out)" 7
at B nft -a list ruleset >nft.after
cmp nft.before nft.after

step "matches"
nft_at B <<'NFT'
table inet m { chain ours { }; chain theirs { }; }
table ip m { chain ours { }; chain theirs { }; }
table ip6 m { chain ours { }; chain theirs { }; }
NFT
# same FAMILY "OUR WORDS" "NFT'S WORDS"
same() {
	# shellcheck disable=SC2086 # words
	add B "$1" m ours --last -- $2
	echo "add rule $1 m theirs $3" >>theirs.nft
}
same inet "iif lo oif vb" "iif lo oif vb"
same inet "iifname vb oifname wg*" "iifname vb oifname wg*"
same inet "proto 47" "meta l4proto 47"
same inet "saddr 10.1.2.3 daddr 10.0.0.0/8" "ip saddr 10.1.2.3 ip daddr 10.0.0.0/8"
same inet "saddr fd09::1 daddr fd00::/8 proto tcp dport 443" \
	"ip6 saddr fd09::1 ip6 daddr fd00::/8 tcp dport 443"
same inet "saddr fd00::/57 daddr fe80::/10" "ip6 saddr fd00::/57 ip6 daddr fe80::/10"
same inet "saddr 10.1.2.128/25 proto udp sport 1000-2000" \
	"ip saddr 10.1.2.128/25 udp sport 1000-2000"
same inet "proto sctp sport 5 dport 6-7" "sctp sport 5 sctp dport 6-7"
same inet "state established,related mark 0x10" "ct state established,related mark 0x10"
same inet "state invalid mark 0x10/0xf0" "ct state invalid mark and 0xf0 == 0x10"
same ip "saddr 10.9.0.0/24 proto udp dport 53" "ip saddr 10.9.0.0/24 udp dport 53"
same ip6 "daddr fd09::/64 proto icmpv6" "ip6 daddr fd09::/64 meta l4proto icmpv6"
at B nft -f theirs.nft
for f in inet ip ip6; do
	for c in ours theirs; do
		at B nft --debug=netlink list chain $f m $c >list.out 2>list.err
		# nft's text, and what the kernel runs: without our target, and without the
		# numbers of rules.
		sed -n -e 's/ *xt target "*NFTRACE"*//' -e "s/chain $c/chain/" -e '/\[ target /d' \
			-e "s/^$f m $c [0-9 ]*/rule/" -e p list.out >"$f.$c"
	done
	diff "$f.theirs" "$f.ours" || fail "$f: nft makes something else of a match"
done
expect_eq "expressions compared" "$([ "$(grep -c '\[ ' inet.ours)" -gt 40 ] && echo many)" many
