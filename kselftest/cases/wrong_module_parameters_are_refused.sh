#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A parameter that makes no sense keeps the module out, and the log names it;
# the largest and smallest that make sense work.
. "$KSELFTEST/lib/lib.sh"

for bad in flights=100 flights=0 flights=2 flights=1073741824 "flights=64 flight_quota=65" \
	max_rules=0 max_rules=65536 tap_budget=1000001; do
	step "$bad"
	log_mark
	# shellcheck disable=SC2086 # words
	refuses load $bad
	! loaded || fail "loaded with $bad"
	name=${bad##* }
	log_since >log.out
	grep nftrace log.out | grep -q "${name%%=*}" || { cat log.out; fail "the log does not name ${name%%=*}"; }
done
for good in "flights=64 flight_quota=1 max_rules=1" "max_rules=65535" "flights=65536"; do
	step "$good"
	# shellcheck disable=SC2086
	load $good
	for pair in $good; do
		case ${pair%%=*} in
		flights) field=flights_max ;;
		flight_quota) field=flights_quota ;;
		*) field=rules_max ;;
		esac
		expect_eq "$field" "$(nftrq info $field)" "${pair#*=}"
	done
	rmmod nftrace
done
