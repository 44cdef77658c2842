#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Asks the compiler what the kernel headers offer, one small file a question.
# usage: run.sh OUTPUT DIR CC FLAGS...
#
# Writes "#define NFTR_HAVE_<NAME> 1" for each DIR/<name>.c that compiles, all answers
# as the text NFTR_PROBED, and "#error" when the headers are outside of the window:
# nothing but the compiler says so, because distributions backport.
# sane.c must compile and broken.c must not, or the answers mean nothing.
out=$1 dir=$2
shift 2
window="Linux 6.1 (from 6.1.68 on) to 7.3"

asks() {
	"$@" -I"$dir" -Werror -c -o "$out.tmp.o" "$dir/$question.c" >>"$out.log" 2>&1
}

# outside TEXT: what makes these headers unfit
outside() {
	echo "#error \"nftrace builds for $window; these headers are outside of that: $1\""
}

knows() {
	case " $yes " in *" $1 "*) return 0 ;; esac
	return 1
}

: >"$out.log"
question=sane
asks "$@" || {
	echo "nftrace: the kernel headers do not build (see $out.log):" >&2
	tail -n 5 "$out.log" >&2
	exit 1
}
question=broken
if asks "$@"; then
	echo "nftrace: the compiler accepts anything; its answers mean nothing" >&2
	exit 1
fi
yes='' all=''
{
	echo "/* Generated: what these kernel headers offer. */"
	for file in "$dir"/*.c; do
		question=$(basename "$file" .c)
		case $question in sane | broken) continue ;; esac
		name=$(echo "$question" | tr a-z A-Z)
		if asks "$@"; then
			echo "#define NFTR_HAVE_$name 1"
			yes="$yes $question" all="$all $question=y"
		else
			echo "/* NFTR_HAVE_$name: no */"
			all="$all $question=n"
		fi
	done
	echo "#define NFTR_PROBED \"${all# }\""
	knows kfree_skb_has_reason || knows kfree_skb_has_socket ||
		knows kfree_skb_has_mutable_socket ||
		outside "tracepoint kfree_skb tells no reason, or has a form that is not known"
	knows genl_mcast_cap ||
		outside "groups of generic netlink can't ask for a capability"
} >"$out.tmp"
rm -f "$out.tmp.o"
mv "$out.tmp" "$out"
