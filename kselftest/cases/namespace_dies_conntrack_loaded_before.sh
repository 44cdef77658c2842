#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Conntrack and nf_tables loaded before the module, which decides whose namespace
# exit runs first: namespaces with rules and held packets die cleanly.
# boot: own
# kernels: stock
# timeout: 180
. "$KSELFTEST/lib/lib.sh"
. "$KSELFTEST/lib/verdict.sh"
. "$KSELFTEST/lib/queue.sh"
. "$KSELFTEST/lib/dying.sh"

others_are_absent
others_come
load
namespaces_die
