// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * failnth: requests of which the N-th allocation fails (FAIL_NTH=N, see fault.h).
 *
 *   failnth insmod FILE [PARAMETERS]    loads a module
 *   failnth netns                       makes a network namespace, for itself
 *
 * Prints "errno=NAME". Exit: 0 done, 1 refused, 2 usage.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fault.h"

static int insmod(const char *path, const char *parameters)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err;

	if (fd < 0) {
		perror(path);
		return -1;
	}
	fault_arm();
	err = syscall(SYS_finit_module, fd, parameters, 0) ? errno : 0;
	fault_disarm();
	return err;
}

static int netns(void)
{
	int err;

	fault_arm();
	err = unshare(CLONE_NEWNET) ? errno : 0;
	fault_disarm();
	return err;
}

int main(int argc, char **argv)
{
	int err = -1;

	if (argc > 2 && !strcmp(argv[1], "insmod"))
		err = insmod(argv[2], argc > 3 ? argv[3] : "");
	else if (argc == 2 && !strcmp(argv[1], "netns"))
		err = netns();
	else
		fprintf(stderr, "usage: failnth insmod FILE [PARAMETERS] | netns\n");
	if (err < 0)
		return 2;
	printf("errno=%s\n", err ? strerrorname_np(err) : "0");
	return err ? 1 : 0;
}
