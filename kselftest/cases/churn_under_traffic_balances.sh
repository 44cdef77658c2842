#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Round after round the module is loaded, rules come and go on both backends and in
# native tables, readers, taps and queues are killed, namespaces live and die, all
# kinds of packets flow; then each probe has counted every packet, a reader of events
# has seen or counted every one, and the module goes.
# asked: stock
# boot: own
# smp: 2
# mem: 1024
# timeout: 3600
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"
. "$KSELFTEST/lib/events.sh"
. "$KSELFTEST/lib/churn.sh"

# ROUNDS comes from the kernel's command line.
rounds=${ROUNDS:-$(slow 4 200)} each=$(many 10000)
edits=6 life_rules=3

# probe LABEL NS TOOL TABLE CHAIN [match...]
probe() {
	_pl=$1 _pn=$2 _px=$3 _pt=$4 _pc=$5
	shift 5
	at "$_pn" "$_px" -t "$_pt" -A "$_pc" "$@" -j NFTRACE --nftrace-label "$_pl"
}
first=nft
! has_legacy || first=legacy
probes_in() {
	probe p4 R iptables-$first raw PREROUTING -p udp --dport 9
	probe p6 R ip6tables-nft raw PREROUTING -p udp --dport 9
	probe fwd R iptables-nft mangle FORWARD -p udp --dport 9
	probe out C iptables-nft mangle OUTPUT -p udp --dport 9
	probe in S iptables-nft mangle INPUT -p udp --dport 9
	# Fragments and what became whole, TCP, lists, tunnels: all that passes.
	probe whole R iptables-nft raw PREROUTING
	probe passing R iptables-$first mangle FORWARD
	probe leaving R iptables-nft mangle POSTROUTING
	at R nft add table inet probe
	at R nft 'add chain inet probe c { type filter hook prerouting priority -250; }'
	at R xtblob nft inet probe c good every >/dev/null
}
probes_out() {
	at R nft delete table inet probe
	at R iptables-$first -t raw -F
	at R iptables-$first -t mangle -F
	at R ip6tables-nft -t raw -F
	at R iptables-nft -t raw -F
	for n in R C S; do at $n iptables-nft -t mangle -F; done
}

# packets: each kind bounded, all at once; what was sent adds up in $packets
packets() {
	start f4 C flood -t 2 10.2.0.2 "$each"
	start f6 C flood -t 2 fd02::2 "$each"
	start lo C flood -p 31 127.0.0.1 $((each / 4))
	start br X flood -p 32 10.7.0.2 $((each / 10))
	start tn C flood -p 33 10.66.0.2 $((each / 10))
	start q1 C flood -p 23 10.2.0.2 $((each / 50))
	start q2 C flood -p 24 10.2.0.2 $((each / 50))
	start dr C flood -p 30 10.2.0.2 $((each / 10))
	start fr C rawfrag -p 34 10.1.0.2 10.2.0.2 $((each / 100))
	start_ready tl S tcpxfer listen -r tl.ready 7777
	start ts C tcpxfer send 10.2.0.2 7777 $((each * 40))
}
packets_end() {
	for f in f4 f6 lo br tn q1 q2 dr fr ts tl; do
		finish $f || fail "$f: $(cat $f.out $f.err)"
	done
	packets=$((packets + 2 * each + each / 4 + 3 * (each / 10) + 2 * (each / 50) + 3 * (each / 100)))
}

disturb() {
	disturb_legacy $edits & d1=$!
	disturb_nft $edits & d2=$!
	disturb_output $edits & d3=$!
	disturb_native 4 & d4=$!
	disturb_readers 1 & d5=$!
	disturb_lives 3 & d6=$!
}
disturb_end() {
	for d in $d1 $d2 $d3 $d4 $d5 $d6; do wait "$d" || fail "a disturbance ended with $?"; done
	changes=$((changes + $(done_by legacy nft output native) + (life_rules + 1) * $(done_by lives)))
	lives=$((lives + $(done_by lives)))
}

# exact: the probes and the reader of events, then the books of all
exact() {
	arrived R p4 "$each"
	arrived R p6 "$each"
	arrived R fwd "$each"
	arrived C out "$each"
	arrived S in "$each"
	for p in p4 p6 fwd whole passing leaving every; do books R $p; done
	books C out
	books S in
	heard told
	told_are told seen="$each"
	expect_eq "read and lost" $(($(told told verdicts) + $(told told lost))) "$each"
	events=$((events + $(told told verdicts)))
}

# lists_are_made: what X sends meets a rule of R in fewer pieces than were sent
lists_are_made() {
	probe lists R iptables-nft raw PREROUTING -p udp --dport 35
	send X 10.7.0.2 200 -p 35
	wait_until 20 _at_least R lists hits 1
	books R lists
	[ "$(hits R lists)" -lt 200 ] || fail "GRO made no lists: $(hits R lists) hits"
	at R iptables-nft -t raw -F
}

churn_network
churn_edits $edits $life_rules
load
lists_are_made
steady_start
kept=$_pids
i=0 packets=0 changes=0 lives=0 events=0
while [ $i -lt "$rounds" ]; do
	loaded || load
	probes_in
	listen told S --quiet --rule in
	disturb
	packets
	packets_end
	disturb_end
	exact
	probes_out
	wait_until 30 gone
	_pids=$kept
	i=$((i + 1))
	[ $((i % $(slow 1 10))) != 0 ] || step "$i rounds: $packets packets, $changes rule changes, $lives namespaces"
done
steady_stop
packets=$((packets + sent))
figures "$rounds rounds: $packets packets, $events events, $changes rule changes, $lives namespaces, $rounds unloads"
