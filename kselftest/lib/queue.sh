# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Packets held in NFQUEUE: a flight stays open for as long as a case wants it.
# Sourced behind lib.sh.

# hold NS [nfq's options]: starts the reader q of queue 3 in NS; it keeps all
hold() {
	_qn=$1
	shift
	start_ready q "$_qn" nfq -q 3 -m hold -w 3600000 -r q.ready "$@"
}

# queue_rule BACKEND FAMILY NS CHAIN: UDP port 9 goes to queue 3
queue_rule() {
	at "$3" "$(tool "$1" "$2")" -A "$4" -p udp --dport 9 -j NFQUEUE --queue-num 3
}

_holds() {
	# shellcheck disable=SC2154 # start sets it
	kill -HUP "$q_pid"
	grep -q "^seen $1 " q.out
}

# held COUNT: waits until the reader has so many
held() { wait_until 20 _holds "$1"; }

# let_go, throw_away: the answer for all that it holds
let_go() { kill -USR1 "$q_pid"; }
throw_away() { kill -USR2 "$q_pid"; }
