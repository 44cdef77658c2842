#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# nfctl save writes rules of legacy, iptables-nft and native tables as words of nfctl
# add; restore puts them back where they were, once; a full disk keeps the old file.
# timeout: 240
. "$KSELFTEST/lib/lib.sh"

load
two_hosts
at B nft add table inet fw
at B nft 'add chain inet fw input { type filter hook input priority 0; }'
at B nft 'add rule inet fw input counter'
at B nfctl add --label native --sample 4 inet fw input --last -- iifname 'eth*' proto udp dport 53-54 \
	saddr 10.0.0.0/8 state new,established mark 1/255
at B nfctl add --count-only inet fw input
v=4 family=ip tools=
for b in $(backends); do
	t=$(tool "$b" $v)
	tools="$tools $t"
	at B "$t" -A INPUT -p tcp --dport 80 -m comment --comment "two words" \
		-j NFTRACE --nftrace-label "of $b" --nftrace-sample 8 --nftrace-rate 50 --nftrace-burst 5
	at B "$t" -I OUTPUT -j NFTRACE --nftrace-count-only
	last="--backend $b --family $family"
	v=6 family=ip6
done
rules=$(at B nfctl rules --json | jq '.rules | length')
at B nfctl save "$PWD/rules.conf"
cat rules.conf
[ "$(grep -vc '^#' rules.conf)" = "$rules" ] || fail "not every rule was saved"

# ruleset: what stands where, without ids, handles and counts
ruleset() {
	at B nfctl rules --json | jq -c '[.rules[] | .entries[] as $e | [$e.family, $e.backend,
		$e.table, $e.chain, $e.number, .label, .flags]] | sort'
	for t in $tools; do at B "$t" -S; done
}

ruleset >before
at B nfctl del --all
[ "$(at B nfctl rules --json | jq '.rules | length')" = 0 ] || fail "rules are left"
at B nfctl restore "$PWD/rules.conf"
ruleset >after
cmp before after || fail "restored otherwise: $(diff before after)"
at B nfctl save "$PWD/again.conf"
cmp rules.conf again.conf || fail "saved otherwise: $(diff rules.conf again.conf)"
step "a second restore adds nothing"
at B nfctl restore "$PWD/rules.conf" | grep "$rules rules were there already"
ruleset >after
cmp before after

step "a line that a person wrote otherwise is the same rule"
echo "$last --label 'of $b' --sample 8 --rate 50 --burst 5 INPUT -- -p tcp --dport 80 -m comment --comment 'two words'" >own.conf
at B nfctl restore "$PWD/own.conf" | grep '1 rules were there already'

step "a full disk"
mkdir small
mount -t tmpfs -o size=4k tmpfs small
echo OUTPUT >small/rules.conf
refuses at B nfctl save "$PWD/small/rules.conf"
[ "$(cat small/rules.conf)" = OUTPUT ] || fail "the old file is gone"
[ "$(ls small)" = rules.conf ] || fail "something is left: $(ls small)"
umount small
step "a line that makes no sense keeps everything back"
at B nfctl del --all
printf 'INPUT\n--colour red INPUT\n' >wrong.conf
refuses at B nfctl restore "$PWD/wrong.conf"
grep 'wrong.conf: line 2' refused.err
[ "$(at B nfctl rules --json | jq '.rules | length')" = 0 ] || fail "a rule was added"
