# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Rules with labels at the usual places, and what became of their packets.
# Sourced behind lib.sh.

# hook numbers, as in hook.NUMBER.accept
# shellcheck disable=SC2034 # for the cases
PRE=0 IN=1 FWD=2 OUT=3 POST=4

# watch BACKEND FAMILY NS TABLE CHAIN LABEL [match...]: a rule for UDP port 9
watch() {
	_wb=$(tool "$1" "$2") _wn=$3 _wt=$4 _wc=$5 _wl=$6
	shift 6
	at "$_wn" "$_wb" -t "$_wt" -A "$_wc" -p udp --dport 9 "$@" -j NFTRACE --nftrace-label "$_wl"
}

# place NS WHICH KIND: "COUNT SYMBOL" of each place of that kind
place() {
	at "$1" nftrq get "$2" | awk -v k="$3" '$1 == "place" && $2 == k {
		where = "?"
		for (i = 1; i < NF; i++) if ($i == "at") where = $(i + 1)
		print $4, where
	}'
}

# placed NS WHICH KIND COUNT PATTERN: all of them at symbols that match
placed() {
	place "$1" "$2" "$3" >place.out
	grep -qE -- "$5" place.out || fail "$3 of $2: no place like $5 in: $(cat place.out)"
	expect_eq "$3 of $2 with a place" "$(awk '{ n += $1 } END { print n + 0 }' place.out)" "$4"
}

# reason NS WHICH KIND: names of the reasons
reason() {
	at "$1" nftrq get "$2" | awk -v k="$3" '$1 == "place" && $2 == k && $5 == "reason" && $7 != "at" { print $7 }'
}

# hooks_drop SYMBOLS: where netfilter's drops are freed, older and newer kernels
# shellcheck disable=SC2034
DROPPED='nf_hook_slow|ipt_do_table|ip6t_do_table|nft_do_chain|nft_queue|nf_reinject|reject'
