#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# One rule of an inet table sees IPv4 and IPv6 to the packet, accepted and dropped,
# in base chains of type filter, nat and route, and in chains of their own that are
# jumped to before or after the rule came, or made behind it.
# kernels: 6.1 newest rt
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/native.sh"
. "$KSELFTEST/lib/verdict.sh"

two_hosts
nft_at B <<'NFT'
table inet fw {
	chain input {
		type filter hook input priority filter; policy accept
		udp dport 10 drop
		udp dport 11 jump before
	}
	chain before { }
	chain after { }
	chain nat_pre { type nat hook prerouting priority dstnat; }
	chain route_out { type route hook output priority mangle; }
}
NFT
remember B

step "type filter: accept and drop"
add B inet fw input --label in -- proto udp
grep -q 'written with libnftnl' add.out || fail "who wrote it is not told: $(cat add.out)"
send_v4 300
send_v6 200
send A 10.9.0.2 50 -p 10
send A fd09::2 30 -p 10
arrived B in 580
verdict B in accept=500 drop=80 hook.$IN.accept=500 hook.$IN.drop=80
expect_field B in bytes "$((350 * (64 + 28) + 230 * (64 + 48)))"

step "a chain that is jumped to, one that will be, and one made behind the rule"
add B inet fw before --label before
add B inet fw after --label after
at B nft add rule inet fw input udp dport 12 jump after
at B nft add chain inet fw late
add B inet fw late --label late
at B nft add rule inet fw late udp dport 13 drop
at B nft add rule inet fw input udp dport 13 jump late
for p in 11 12 13; do
	send A 10.9.0.2 40 -p $p
	send A fd09::2 20 -p $p
done
for l in before after late; do arrived B $l 60; done
verdict B before accept=60
verdict B after accept=60
verdict B late drop=60

step "type nat sees the first packet of a connection, type route each one"
module nf_conntrack nf_nat
# The state makes conntrack look, without which there is no nat.
add B inet fw nat_pre --label nat -- proto udp dport 14 state new
add B inet fw route_out --label route -- proto udp dport 15
send A 10.9.0.2 25 -p 14
send A fd09::2 25 -p 14
send B 10.9.0.1 30 -p 15
send B fd09::1 30 -p 15
arrived B route 60
verdict B route accept=60
[ "$(hits B nat)" -ge 2 ] || fail "the nat chain saw $(hits B nat)"
books B nat

step "all of them out: the ruleset is what it was, with what was added by hand"
at B nfctl del --all >del.out
at B nft flush chain inet fw late
at B nft delete rule inet fw input handle "$(handle_of B 'inet fw input' 'jump late')"
at B nft delete rule inet fw input handle "$(handle_of B 'inet fw input' 'jump after')"
at B nft delete chain inet fw late
unchanged B
