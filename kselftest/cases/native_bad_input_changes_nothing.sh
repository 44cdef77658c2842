#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What nfctl add can't do in an nft table it says in one clear sentence, and the
# ruleset stays what it was to the byte.
# kernels: 6.1 newest rt
# timeout: 120
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/native.sh"

# bad STATUS "SENTENCE" words of nfctl add...: refused, in one sentence and perhaps a hint
bad() {
	_want=$1 _says=$2
	shift 2
	_got=0
	at B nfctl add "$@" >bad.out 2>bad.err || _got=$?
	expect_eq "exit of nfctl add $* ($(cat bad.err))" "$_got" "$_want"
	head -n 1 bad.err | grep '^nfctl: ' | grep -qF -- "$_says" || fail "add $*: $(cat bad.err)"
	[ "$(wc -l <bad.err)" -le 2 ] || fail "add $*: more than a sentence and a hint: $(cat bad.err)"
	[ ! -s bad.out ] || fail "add $*: $(cat bad.out)"
}

two_hosts
load
nft_at B <<'NFT'
table inet fw {
	set s { type ipv4_addr; elements = { 10.0.0.1 } }
	chain input { type filter hook input priority 0; udp dport 1 accept; }
	chain in_dev { type filter hook ingress device "vb" priority 0; }
}
table ip four { chain c { }; }
table netdev nd { chain c { type filter hook ingress device "vb" priority 0; }; }
table arp a { chain c { type filter hook input priority 0; }; }
table bridge b { chain c { type filter hook input priority 0; }; }
NFT
at B nft -a list ruleset >nft.before

step "nothing of that name"
bad 1 "there is no nft table inet no" inet no input
bad 1 "there is no nft table ip6 fw" ip6 fw input
bad 1 "table inet fw has no chain no" inet fw no
bad 1 "chain inet fw input has no rule with handle 999" inet fw input --before 999
bad 1 "chain inet fw input has no rule with handle 999" inet fw input --after 999

step "families and chains without NFTRACE"
bad 2 "NFTRACE has no place in tables of family netdev" netdev nd c
bad 2 "family arp" arp a c
bad 2 "family bridge" bridge b c
bad 2 "ipx" ipx fw input
bad 2 "chain inet fw in_dev hangs at ingress" inet fw in_dev

step "matches"
bad 2 "saddr @s: sets" inet fw input -- saddr @s
bad 2 "dport { 1, 2 }: sets" inet fw input -- proto udp dport "{ 1, 2 }"
bad 2 "dport needs a protocol" inet fw input -- dport 53
bad 2 "sport: this protocol has no ports" inet fw input -- proto icmp sport 1
bad 2 "unknown match tcp" inet fw input -- tcp dport 53
bad 2 "daddr needs a value" inet fw input -- daddr
bad 2 "saddr fd09::1: an ip table has no IPv6" ip four c -- saddr fd09::1
bad 2 "saddr and daddr are not both" inet fw input -- saddr 10.0.0.1 daddr fd09::1
bad 2 "iif nodev: there is no such interface" inet fw input -- iif nodev
bad 2 "dport 70000: must be a port" inet fw input -- proto udp dport 70000
bad 2 "state no: must be of" inet fw input -- state no
bad 2 "proto is there twice" inet fw input -- proto tcp proto udp

step "words that do not go together"
bad 2 "--first, --last, --before and --after exclude each other" inet fw input --first --last
bad 2 "an nft chain is named by FAMILY TABLE CHAIN" inet fw
bad 2 "--family, --backend and --table are for the form" --family ip6 inet fw input
bad 2 "--label: at most 31" inet fw input --label 12345678901234567890123456789012

step "a label with other options, which the kernel refuses"
at B nft add table ip l
at B nft add chain ip l c
add B ip l c --label taken --count-only
bad 1 "the label taken is in use by a rule with other options" inet fw input --label taken

step "a table that belongs to a program"
start owner B nfctl watch --keep
_owned() { at B nft list tables | grep -o 'nfctl-keep-[0-9]*' >owned; }
wait_until 10 _owned
bad 1 "table inet $(cat owned) belongs to the program with netlink port" inet "$(cat owned)" held
finish owner INT
_gone() { ! _owned; }
wait_until 10 _gone
at B nft delete table ip l

step "without the permission"
r=0
at B setpriv --bounding-set -net_admin --inh-caps -net_admin nfctl add inet fw input \
	>bad.out 2>bad.err || r=$?
expect_eq "exit ($(cat bad.err))" $r 3
grep -q CAP_NET_ADMIN bad.err || fail "$(cat bad.err)"
at B nft -a list ruleset >nft.after
cmp nft.before nft.after
expect_eq "rules" "$(at B nfctl rules --json | jq '.rules | length')" 0
