#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Somebody loads the ruleset anew: watch shows our rules as gone; with --keep they
# are put back beside the same rules, and their counters go on. What is taken out
# on purpose stays out, and a watch that is killed leaves nothing behind.
# kernels: 6.1 newest rt
# timeout: 120
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/native.sh"

cat >fw.nft <<'NFT'
flush ruleset
table inet fw {
	chain input {
		type filter hook input priority 0; policy accept
		udp dport 1 counter accept
		udp dport { 2, 3 } accept
		udp dport 4 accept comment "four"
	}
	chain alone { type filter hook input priority 5; }
}
NFT
last() { tail -n 1 "$1.out" | jq -r "$2" 2>/dev/null; }
says() { [ "$(last "$1" "$2")" = "$3" ]; }
# row LABEL: its place and hits in the last block
row() { echo ".rules[] | select(.label == \"$1\") | \"\\(.chain) \\(.hits) \\(.was.chain)\""; }

two_hosts
at B nft -f fw.nft
add B inet fw input --label one

step "without --keep nothing is put back, and the row is shown as gone"
start plain B nfctl watch --json --interval 100ms
wait_until 10 says plain "$(row one)" "input 0 null"
send_v4 10
wait_until 10 says plain "$(row one)" "input 10 null"
at B nft -f fw.nft
wait_until 10 says plain "$(row one)" "null 10 input"
finish plain INT || :
expect_eq "rules" "$(at B nfctl rules --json | jq '.rules | length')" 0

step "with --keep they come back where they stood, and count on"
for l in one two; do
	add B inet fw input --label $l --before "$(handle_of B 'inet fw input' four)"
done
add B inet fw input --last
plain=$(at B nfctl rules --json | jq '.rules[] | select(.label == null) | .id')
add B inet fw alone --label alone
order B 'inet fw input' >order.before
start kept B nfctl watch --json --interval 100ms --keep
wait_until 10 says kept "$(row one)" "input 0 null"
send_v4 20
arrived B one 20
_held() { [ "$(field B one refs)" = 2 ]; }
wait_until 10 _held
i=0
while [ $i -lt 2 ]; do
	at B nft -f fw.nft
	i=$((i + 1))
	wait_until 10 says kept .keep.put_back $((i * 4))
	order B 'inet fw input' | diff order.before -
done
send_v4 5
for w in one two alone "id:$plain"; do
	arrived B "$w" 25
	books B "$w"
done
wait_until 10 says kept "$(row two)" "input 25 null"
expect_eq "trouble" "$(last kept .keep.trouble)" null

step "a rule that iptables-nft wrote, with a match of iptables"
at B iptables-nft -A INPUT -p tcp --dport 1 -j ACCEPT
at B nfctl add INPUT --label xt -- -p udp -m udp --dport 9 -m multiport --sports 1:65535 >add.out
at B iptables-nft -S INPUT >xt.before
send_v4 7
arrived B xt 7
_held() { [ "$(field B xt refs)" = 2 ]; }
wait_until 10 _held
back=$(last kept .keep.put_back)
at B iptables-nft -F INPUT
at B iptables-nft -A INPUT -p tcp --dport 1 -j ACCEPT
wait_until 10 says kept .keep.put_back $((back + 1))
at B iptables-nft -S INPUT | diff xt.before -
send_v4 3
arrived B xt 10
at B nfctl del xt >del.out
forgotten() { ! at B nftrq get "$1" >got.out 2>&1; }
wait_until 10 forgotten xt

step "a neighbour that is not there yet is waited for"
sed '/four/d; /dport {/d; /dport 1 /d' fw.nft >half.nft
echo 'table inet fw { chain input { udp dport 7 accept; }; }' >>half.nft
at B nft -f half.nft
wait_until 10 says kept .keep.missing 3
at B nft add rule inet fw input udp dport 4 accept comment '"four"'
wait_until 10 says kept .keep.missing 0
expect_eq "order" "$(order B 'inet fw input')" "2:one 3:two 5:null"

step "what is taken out on purpose stays out"
back=$(last kept .keep.put_back)
at B nft -f fw.nft
wait_until 10 says kept .keep.put_back $((back + 4))
at B nfctl del two >del.out
wait_until 10 says kept '[.rules[] | select(.label == "two") | .was.chain][0]' input
wait_until 10 forgotten two
at B nft list chain inet fw input | grep -c NFTRACE >count
expect_eq "rules" "$(cat count)" 2
finish kept KILL || :
_left() { ! at B nft list ruleset | grep -q nfctl-keep; }
wait_until 10 _left
at B nft list ruleset | grep -c NFTRACE >count
expect_eq "rules" "$(cat count)" 3

step "a watch that shows a block a minute puts back as soon"
start calm B nfctl watch --interval 60s --keep
_holds() { at B nft list ruleset | grep -q nfctl-keep; }
wait_until 10 _holds
at B nft -f fw.nft
_back() { [ "$(at B nft list table inet fw | grep -c NFTRACE)" = 3 ]; }
wait_until 10 _back
finish calm INT
