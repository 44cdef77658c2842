#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Send N, read N: by filter, rule and label, as hits and verdicts, with tuple,
# NAT, mark, process and a piece of the packet; sample, rate and count of a tap
# and of a rule; and the group "events".
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"
. "$KSELFTEST/lib/events.sh"

# between LEAST NUMBER MOST
between() {
	[ "$1" -le "$2" ] || fail "$2 is below $1"
	[ "$2" -le "$3" ] || fail "$2 is above $3"
}

# Every Nth packet is one of a CPU: on one, figures are exact.
taskset -p 1 $$ >/dev/null
two_hosts
load
need_taps
watch nft 4 B filter INPUT in
at B ip6tables-nft -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label six --nftrace-sample 10
watch nft 4 A filter OUTPUT out
at B iptables-nft -A INPUT -p udp --dport 9 -m length --length 128 -j DROP
start_sink s B

step "a filter, a rule and all rules see each packet once"
listen filter B ip
listen label B --rule in
listen id B --rule "$(id_of B in)" --drops
listen all B --hits
send_v4 300
send_v4 200 -s 100 -i 1000
for t in filter label all; do hears $t '"event":"verdict"' 500; done
for t in filter label id all; do heard $t; done
told_are filter seen=500 told=500 shown=500 verdicts=500 lost=0
told_are label seen=500 shown=500 hits=0
told_are id seen=500 shown=200
told_are all seen=500 shown=1000 hits=500 verdicts=500
expect_eq "drops" "$(lines id '"verdict":"drop","hook":"input".*"dport":9.*"label":"in".*"symbol":"')" 200
expect_eq "accepted" "$(lines label '"verdict":"accept".*"src":"10.9.0.1","dst":"10.9.0.2"')" 300

step "a rule's own sample and rate thin its events, and not its counts"
listen six B --rule six
send_v6 1000
heard six
expect_eq "hits of six" "$(hits B six)" 1000
told_are six shown=100 thinned=900 lost=0
at B iptables-nft -A INPUT -p udp --dport 10 -j NFTRACE --nftrace-label slow \
	--nftrace-rate 1 --nftrace-burst 7
listen slow B --rule slow
send_v4 100 -p 10
heard slow
expect_eq "events of slow and what was thinned" \
	$(($(told slow shown) + $(told slow thinned))) 100
between 7 "$(told slow shown)" 30

step "a tap's own sample, rate and count"
listen nth B --sample 7 udp port 9
listen rate B --rate 1 udp port 9
listen first B --count 20 udp port 9
send_v4 700
finish first || fail "--count: $(cat first.err)"
told_are first shown=20
heard nth
told_are nth seen=700 shown=100 skipped=600
heard rate
between 1 "$(told rate shown)" 30

step "what a record tells"
at A nft "add table ip n; add chain ip n out { type nat hook output priority -100; }
	add rule ip n out udp dport 99 dnat to 10.9.0.2:9"
listen nat A --snaplen 28 udp port 99
send A 10.9.0.2 1 -p 99 -m 7 -B 4444
hears nat '"event"' 1
heard nat
for w in '"sport":4444,"dport":99' '"mark":7' '"comm":"flood"' '"state":"new"' '"nat":true' \
	'"reply":{"src":"10.9.0.2","dst":"10.9.0.1","sport":9,"dport":4444}' \
	'"packet":"4500[0-9a-f]*0a0900010a090002115c00' '"elapsed_ns":[1-9]' '"oif":"va"'; do
	[ "$(lines nat "$w")" = 1 ] || fail "not told: $w in $(head -n 1 nat.out)"
done

step "a rule that is watched alone tells its last packets"
start alone B nfctl watch --rule in --interval 100ms
taps_are B 1
send_v4 3
sees_alone() { grep -q 'accept input .* udp 10.9.0.1:[0-9]* > 10.9.0.2:9 .* rule in' alone.out; }
wait_until 20 sees_alone
grep -q 'six' alone.out && fail "another rule is shown: $(cat alone.out)"
finish alone INT || fail "watch: $(cat alone.err)"
at B nfctl watch --rule nosuch --count 1 2>alone.err && fail "watched a rule that is not there"
grep -q 'there is no rule "nosuch"' alone.err || fail "$(cat alone.err)"

step "the group: everybody who joined, and nobody else"
taps_are B 0
start_ready one B tapq group one.ready
start_ready two B tapq group two.ready
start_ready away A tapq group away.ready
taps_are B 1
taps_are A 1
at A iptables-nft -F OUTPUT
send_v4 400 -i 5000
for g in one two; do
	finish $g TERM
	expect_eq "$g" "$(sed 's/messages [0-9]* //' $g.out)" \
		"records 800 hits 400 verdicts 400 fates 0 gaps 0"
done
finish away TERM
expect_eq "away" "$(sed 's/messages [0-9]* //' away.out)" \
	"records 0 hits 0 verdicts 0 fates 0 gaps 0"
taps_are B 0
taps_are A 0
