// SPDX-License-Identifier: GPL-2.0-only
/*
 * What modinfo tells beside the version: of which commit the module was built,
 * and what the compile probes found in the kernel's headers. A file of its own, so
 * that a new commit compiles this one again and no other.
 */
#include "probed.h"

#include <linux/module.h>

MODULE_INFO(git, NFTRACE_GIT_ID);
MODULE_INFO(probed, NFTR_PROBED);
