#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Allocations fail at random while packets flow and rules, taps and readers come and
# go: first of those who ask and send, then of the workers that empty outboxes, then of
# packets and connections wherever they are made. What fails is refused, the books
# balance, and a reader of events has seen or counted every one.
# kernels: debug
# append: slub_debug=A,skbuff_head_cache,nf_conntrack
# timeout: 300
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/events.sh"
. "$KSELFTEST/lib/fault.sh"

need_faults
client_router_server
load
at R iptables-nft -t raw -A PREROUTING -j NFTRACE --nftrace-label pre
at R ip6tables-nft -t raw -A PREROUTING -j NFTRACE --nftrace-label pre
at R iptables-nft -A FORWARD -p udp -m statistic --mode nth --every 3 --packet 0 -j DROP
at R iptables-nft -t nat -A POSTROUTING -o rs -j MASQUERADE
at R nft add table inet faulty
at R nft 'add chain inet faulty c { type filter hook input priority 0; }'

# edits TIMES: rules, dumps, taps, subscriptions; each may be refused
asked=0 refused=0
attempt() {
	asked=$((asked + 1))
	at R "$@" >/dev/null 2>&1 || refused=$((refused + 1))
}
edits() {
	for _e in $(seq "$1"); do
		attempt xtblob nft inet faulty c good "r$_e"
		attempt nftrq dump
		attempt failnth tap
		attempt failnth tap rules
		attempt nftrq subscribe 10 0 1
		attempt nftrq reset --all
	done
	at R nft flush chain inet faulty c
}
# traffic: some of it can't be sent
traffic() {
	for _f in 1 2 3; do
		at C flood 10.2.0.2 200 || :
		at C flood fd02::2 200 || :
		at C rawfrag 10.1.0.2 10.2.0.2 20 || :
	done
} >/dev/null 2>&1
# balanced FAULTS WHERE: the faults are over; were there any?
balanced() {
	books R pre
	heard all
	expect_eq "events, read and lost" $(($(told all verdicts) + $(told all lost))) \
		"$(told all told)"
	[ "$1" -ge 20 ] || fail "only $1 faults"
	figures "$1 faults $2, $(told all verdicts) events"
	expect_eq "rules" "$(at R nftrq count)" 1
	taps_are R 0
}

step "of those who ask and send"
listen all R --quiet --rule pre
export FAIL_RANDOM=1
faults_at_random 5
edits 5 &
editor=$!
traffic
wait $editor
edits 5
n=$(faults_end)
unset FAIL_RANDOM
[ "$refused" -gt 0 ] || fail "no request was refused"
balanced "$n" "in who asks and sends"
figures "$refused of $asked requests refused"

step "of the workers that empty outboxes"
listen all R --quiet --rule pre
faults_in_workers
faults_for_packets 40
echo Y >$_failslab/task-filter
# A message holds many events: few are made.
n=0
while [ "$(faults_so_far)" -lt 20 ] && [ $((n += 1)) -le 10 ]; do traffic; done
n=$(faults_end)
balanced "$n" "in workers"

step "of packets and connections"
listen all R --quiet --rule pre
faults_for_packets 5
traffic
n=$(faults_end)
balanced "$n" "in packets"
