#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Asks the compiler what the kernel headers offer, one small file a question.
# usage: run.sh OUTPUT DIR CC FLAGS...
#
# Writes "#define NFTR_HAVE_<NAME> 1" for each DIR/<name>.c that compiles.
# sane.c must compile and broken.c must not, or the answers mean nothing.
out=$1 dir=$2
shift 2

asks() {
	"$@" -I"$dir" -Werror -c -o "$out.tmp.o" "$dir/$question.c" >>"$out.log" 2>&1
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
{
	echo "/* Generated: what these kernel headers offer. */"
	for file in "$dir"/*.c; do
		question=$(basename "$file" .c)
		case $question in sane | broken) continue ;; esac
		name=$(echo "$question" | tr a-z A-Z)
		if asks "$@"; then
			echo "#define NFTR_HAVE_$name 1"
		else
			echo "/* NFTR_HAVE_$name: no */"
		fi
	done
} >"$out.tmp"
rm -f "$out.tmp.o"
mv "$out.tmp" "$out"
