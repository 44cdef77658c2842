# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# The books of a rule, at rest. Sourced by lib.sh.

# _at_rest NS WHICH HELD: the rule, in books.out, has so many open
_at_rest() {
	at "$1" nftrq get "$2" >books.out
	grep -qx "open $3" books.out
}

# books NS WHICH [HELD]: at rest nothing is open but what a queue holds, and
# the books balance to the packet
books() { _books "$1" "$2" "${3:-0}"; }

# verdict NS WHICH NAME=NUMBER...: books, and exactly these verdicts; those not
# named are 0. Others (hits, after, queued, hook.1.drop) only where named.
verdict() {
	_vn=$1 _vw=$2 _held=0
	shift 2
	for _v in "$@"; do case $_v in open=*) _held=${_v#*=} ;; esac; done
	_books "$_vn" "$_vw" "$_held" accept=0 drop=0 stolen=0 lost=0 untracked=0 \
		count_only=0 open=0 "$@"
}

# _books NS WHICH HELD [NAME=NUMBER...]: a later word for a name takes precedence
_books() {
	_bn=$1 _bw=$2 _bh=$3
	shift 3
	wait_until 5 _at_rest "$_bn" "$_bw" "$_bh"
	awk -v words="$*" '
		$1 == "hook" { for (i = 3; i < NF; i += 2) v["hook." $2 "." $i] = $(i + 1) }
		$1 != "hook" && $1 != "place" { v[$1] = $2 }
		END {
			sum = v["accept"] + v["drop"] + v["stolen"] + v["lost"] + \
				v["untracked"] + v["count_only"] + v["open"]
			if (sum != v["hits"]) {
				print "the books do not balance: " sum " of " v["hits"]
				bad = 1
			}
			n = split(words, word, " ")
			for (i = 1; i <= n; i++) {
				split(word[i], pair, "=")
				want[pair[1]] = pair[2]
			}
			for (name in want)
				if (v[name] + 0 != want[name]) {
					print name ": " v[name] + 0 ", wanted " want[name]
					bad = 1
				}
			exit bad
		}' books.out >books.bad || {
		cat books.out
		fail "$_bw in $_bn: $(paste -sd ';' books.bad)"
	}
}
