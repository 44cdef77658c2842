# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# A flood with a reader for each mode. Sourced behind lib.sh, verdict.sh, events.sh.

# read_or_lost NAME FIELD...: the sum of these of its summary
read_or_lost() {
	_rn=$1 _rs=0
	shift
	for _rf in "$@"; do _rs=$((_rs + $(told "$_rn" "$_rf"))); done
	echo $_rs
}

# flooded_events THREADS
flooded_events() {
	_all=$(many 200000)
	two_hosts
	load
	need_taps
	watch nft 4 B filter INPUT in
	at B iptables-nft -A INPUT -p udp -m length --length 92 -j DROP
	listen rule B --quiet --rule in
	listen filter B --quiet --fate udp
	listen hits B --quiet --hits
	listen drops B --quiet --drops
	listen few B --quiet --sample 100 udp
	start short A flood -t "$1" -s 64 10.9.0.2 $((_all / 2))
	start long A flood -t "$1" -s 128 -i 1000000 10.9.0.2 $((_all / 2))
	finish short
	finish long
	verdict B in hits="$_all" accept=$((_all / 2)) drop=$((_all / 2))
	for _r in rule filter hits drops few; do
		heard $_r
		expect_eq "$_r: seen and let by" "$(read_or_lost $_r seen paused)" "$_all"
		expect_eq "$_r: records" "$(read_or_lost $_r verdicts hits fates lost)" \
			"$(told $_r records)"
	done
	told_are rule untracked=0 skipped=0
	expect_eq "rule: one each" "$(told rule records)" "$(told rule told)"
	expect_eq "hits: two each" "$(told hits records)" $((2 * $(told hits told)))
	told_are few skipped=$(($(told few seen) - $(told few told))) untracked=0
	expect_eq "filter: verdict of each, fate of those let go" \
		"$(told filter records)" $((_all + _all / 2))
	expect_eq "drops" "$(told drops records)" $((_all / 2))
}
