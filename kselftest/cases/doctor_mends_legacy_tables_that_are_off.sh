#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A kernel without legacy tables, and an iptables that wants them: doctor says so and
# names the command, which mends it.
# kernels: rt 7.2-rt
. "$KSELFTEST/lib/lib.sh"

mkdir -p /etc/alternatives /var/lib/dpkg/alternatives /var/log
for family in iptables ip6tables; do
	for backend in nft legacy; do
		update-alternatives --force --install "/usr/sbin/$family" $family \
			"/usr/sbin/$family-$backend" 10
	done
	update-alternatives --set $family "/usr/sbin/$family-legacy"
done
refuses iptables -L -n

nfctl doctor >doctor || true
grep '^fail *kernel-config' doctor || fail "doctor finds nothing wrong: $(cat doctor)"
mend=$(sed -n 's/^fail *kernel-config.*; mend: //p' doctor)
step "mending: $mend"
sh -c "$mend"
nfctl doctor >doctor || true
grep '^ok *kernel-config' doctor || fail "it is not mended: $(cat doctor)"
iptables -L -n
