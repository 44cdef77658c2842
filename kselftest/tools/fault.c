// SPDX-License-Identifier: GPL-2.0-or-later
/* Fault injection for the test tools; see fault.h. */
#include "fault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int file = -1;

static void at_random(const char *on)
{
	int fd = open("/proc/thread-self/make-it-fail", O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, on, 1) != 1) {
		perror("make-it-fail");
		_exit(2);
	}
	close(fd);
}

void fault_arm(void)
{
	const char *nth = getenv("FAIL_NTH");

	if (getenv("FAIL_RANDOM"))
		at_random("1");
	if (!nth)
		return;
	/* Opened first: opening allocates, too. */
	file = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (file < 0 || write(file, nth, strlen(nth)) < 0) {
		perror("fail-nth");
		exit(2);
	}
	atexit(fault_disarm); /* a request that was not even taken ends the tool */
}

void fault_disarm(void)
{
	char left[32] = "";
	int error = errno; /* the request's, which the caller will ask for */

	if (getenv("FAIL_RANDOM"))
		at_random("0");
	errno = error;
	if (file < 0)
		return;
	if (pread(file, left, sizeof(left) - 1, 0) < 0 || pwrite(file, "0", 1, 0) != 1) {
		perror("fail-nth");
		_exit(2);
	}
	close(file);
	file = -1;
	if (atol(left))
		fprintf(stderr, "fault not reached, %ld left\n", atol(left));
	else
		fprintf(stderr, "fault taken\n");
	errno = error;
}
