#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Two nfctl watch at once, at different intervals, while rules of both backends
# are hit: each ends with the exact figures and the rules' places.
. "$KSELFTEST/lib/lib.sh"

two_hosts
load
for b in $(backends); do
	at B "$(tool "$b" 4)" -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label "w-$b"
	at B "$(tool "$b" 6)" -t mangle -A INPUT -p udp --dport 9 -j NFTRACE --nftrace-label "x-$b"
done
start quick B nfctl watch --json --interval 50ms --duration 300s
start calm B nfctl watch --json --interval 500ms --duration 300s
# shown NAME LABEL: the hits in the last block that is there
shown() {
	tail -n 1 "$1.out" | jq -r --arg l "$2" '.rules[] | select(.label == $l) | .hits' 2>/dev/null
}
shows() { [ "$(shown "$1" "$2")" = "$3" ]; }
for w in quick calm; do wait_until 10 shows $w w-nft 0; done
n=0
while [ $n -lt 5 ]; do
	send_v4 100
	send_v6 40
	n=$((n + 1))
done
for w in quick calm; do
	for b in $(backends); do
		wait_until 10 shows $w "w-$b" 500
		wait_until 10 shows $w "x-$b" 200
	done
	finish $w INT || :
	expect_eq "gaps of $w" "$(tail -n 1 $w.out | jq .gaps)" 0
	expect_eq "place" "$(tail -n 1 $w.out | jq -r '.rules[] | select(.label == "x-nft") |
		"\(.family) \(.backend) \(.table) \(.chain)"')" "ip6 nft mangle INPUT"
done
quiet() { [ "$(at B nftrq info interval)" = 0 ]; }
wait_until 5 quiet
