# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Traffic that lasts as long as something else does. Sourced behind lib.sh.

# stream_start NAME NS ADDR [flood's options]: floods of 200 until stream_stop,
# giving way to what is tested beside it
stream_start() {
	_tn=$1 _ti=$2 _ta=$3
	shift 3
	rm -f "$_tn.stop" "$_tn.more"
	cat >"$_tn.sh" <<-'SH'
		name=$1 addr=$2
		shift 2
		n=0
		busybox renice -n 10 $$ >/dev/null
		while [ ! -e "$name.stop" ]; do
			flood -i "$n" "$@" "$addr" 200 || echo bad
			n=$((n + 200))
			echo "$n" >"$name.new"
			mv "$name.new" "$name.more"
		done >"$name.said"
		echo "$n"
	SH
	start "$_tn" "$_ti" sh "$_tn.sh" "$_tn" "$_ta" "$@"
	wait_until 20 [ -s "$_tn.more" ]
}

# stream_stop NAME: ends it; sent is the number of datagrams then
stream_stop() {
	: >"$1.stop"
	finish "$1" || fail "the stream $1 failed"
	! grep -q bad "$1.said" || fail "the stream $1 could not send"
	# shellcheck disable=SC2034 # for the caller
	sent=$(cat "$1.out")
}

# stream_moves NAME: waits until it has sent more than it had
_stream_beyond() { [ "$(cat "$1.more")" -gt "$2" ]; }
stream_moves() { wait_until 20 _stream_beyond "$1" "$(cat "$1.more")"; }
