#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs a .txlate file: pairs of lines, a translate command and what it prints.
# usage: run-txlate.sh FILE.txlate
# The last line is "N passed, N failed".
file=$1
passed=0 failed=0
command=

while IFS= read -r line || [ -n "$line" ]; do
	case $line in
	''|'#'*) continue ;;
	esac
	if [ -z "$command" ]; then
		command=$line
		continue
	fi
	# the translator puts a space behind its words, which an editor may take away
	shown=$(printf '%s\n' "${command#* }" | xargs "${command%% *}" 2>&1 | sed 's/ *$//')
	if [ "$shown" = "$line" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $command"
		echo "     expected: $line"
		echo "     shown:    $shown"
	fi
	command=
done <"$file"

echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed != 0 ]
