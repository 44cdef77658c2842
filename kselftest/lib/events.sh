# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Readers of events: nfctl events as JSON, and tapq. Sourced behind lib.sh.

need_taps() {
	loaded || fail "need_taps before load"
	[ $(($(nftrq info features) & 8)) != 0 ] || skip "the module has no taps here"
}

# taps NS: how many are open there
taps() { at "$1" nftrq info taps; }
_taps_are() { [ "$(taps "$1")" = "$2" ]; }
# taps_are NS COUNT: waits until so many are open
taps_are() { wait_until 10 _taps_are "$@"; }

# listen NAME NS [nfctl events options]: a reader, ready when its tap is open
listen() {
	_ln=$1 _li=$2 _lw=$(($(taps "$2") + 1))
	shift 2
	start "$_ln" "$_li" nfctl events --json "$@"
	taps_are "$_li" "$_lw"
}

# heard NAME: it ends, and its sums must agree; --strict's 4 is no failure here
heard() {
	finish "$1" INT || [ $? = 4 ] || fail "nfctl events $1: $(cat "$1.err")"
	[ "$(told "$1" balanced)" = true ] || fail "$1 does not balance: $(tail -n 1 "$1.out")"
}

# told NAME FIELD: of the summary
told() { tail -n 1 "$1.out" | sed -n "s/^{\"summary\":.*\"$2\":\([a-z0-9]*\)[,}].*/\1/p"; }

# lines NAME PATTERN: how many events match; a pattern of grep -E
lines() { grep -cE -- "$2" "$1.out" || :; }

# told_are NAME FIELD=NUMBER...
told_are() {
	_tn=$1
	shift
	for _tf in "$@"; do
		expect_eq "${_tf%%=*} of $_tn" "$(told "$_tn" "${_tf%%=*}")" "${_tf#*=}"
	done
}

_heard_of() { [ "$(lines "$1" "$2")" -ge "$3" ]; }
# hears NAME PATTERN COUNT: waits until so many have come
hears() { wait_until 20 _heard_of "$@"; }
