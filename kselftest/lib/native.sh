# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Rules in native nft tables, written with nfctl. Sourced behind lib.sh.

# nft_at NS: the ruleset on standard input, added to what NS has
nft_at() { at "$1" nft -f -; }

# add NS FAMILY TABLE CHAIN [options, -- match]: says what nfctl said
add() {
	_dn=$1
	shift
	at "$_dn" nfctl add "$@" >add.out 2>add.err || fail "nfctl add $*: $(cat add.out add.err)"
}

# handle_of NS "FAMILY TABLE CHAIN" PATTERN: of the rule whose text it fits
handle_of() {
	# shellcheck disable=SC2086 # three words
	at "$1" nft -a list chain $2 | sed -n "/$3/s/.*# handle //p"
}

# order NS "FAMILY TABLE CHAIN": the labels of its NFTRACE rules by number
order() {
	at "$1" nfctl rules --json | jq -r --arg c "$2" '[.rules[] | .label as $l | .entries[] |
		select("\(.family) \(.table) \(.chain)" == $c) | {number, $l}] |
		sort_by(.number) | map("\(.number):\(.l)") | join(" ")'
}

# remember NS, unchanged NS: the ruleset, handles and all, is to the byte what it
# was; only counters may have counted
remember() { at "$1" nft -s -a list ruleset >"ruleset.$1"; }
unchanged() {
	at "$1" nft -s -a list ruleset >"ruleset.$1.now"
	diff "ruleset.$1" "ruleset.$1.now" || fail "the ruleset of $1 is another one"
}
