/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lets one allocation of a request fail, where the kernel has fault injection.
 *
 * With FAIL_NTH=N in the environment the N-th place in the request that can fail
 * does; see fault-injection.rst of the kernel's documentation. With FAIL_RANDOM in
 * it those fail that the kernel's settings for marked threads choose. Without
 * either these do nothing.
 */
#ifndef KSELFTEST_FAULT_H
#define KSELFTEST_FAULT_H

/* Right before and right behind the system call. The latter says on stderr
 * "fault taken", or "fault not reached, N left".
 */
void fault_arm(void);
void fault_disarm(void);

#endif
