// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults on purpose, one for each kind that the debug kernels are there to
 * find: insmod planted.ko fault=uaf|sleep|leak|lock|warn|none.
 *
 * A kernel that stays silent here would also be silent about nftrace.
 */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static char *fault = "none";
module_param(fault, charp, 0400);
MODULE_PARM_DESC(fault, "which fault to commit");

static DEFINE_MUTEX(first);
static DEFINE_MUTEX(second);
static DEFINE_SPINLOCK(atomic);

static noinline void use_after_free(void)
{
	char *bytes = kmalloc(40, GFP_KERNEL);

	if (!bytes)
		return;
	kfree(bytes);
	READ_ONCE(bytes[3]);
}

static noinline void sleep_in_atomic(void)
{
	spin_lock(&atomic);
	kfree(kmalloc(64, GFP_KERNEL));
	spin_unlock(&atomic);
}

static noinline void leak(void)
{
	int i;

	/* Several: a stale pointer on a stack may hide one of them. */
	for (i = 0; i < 8; i++) {
		char *bytes = kmalloc(200 + i, GFP_KERNEL);

		if (bytes)
			WRITE_ONCE(bytes[0], 1);
	}
}

static noinline void invert_locks(void)
{
	mutex_lock(&first);
	mutex_lock(&second);
	mutex_unlock(&second);
	mutex_unlock(&first);

	mutex_lock(&second);
	mutex_lock(&first);
	mutex_unlock(&first);
	mutex_unlock(&second);
}

static int __init planted_init(void)
{
	if (!strcmp(fault, "uaf"))
		use_after_free();
	else if (!strcmp(fault, "sleep"))
		sleep_in_atomic();
	else if (!strcmp(fault, "leak"))
		leak();
	else if (!strcmp(fault, "lock"))
		invert_locks();
	else if (!strcmp(fault, "warn"))
		WARN_ON(1);
	else if (strcmp(fault, "none"))
		return -EINVAL;
	return 0;
}

static void __exit planted_exit(void)
{
}

module_init(planted_init);
module_exit(planted_exit);
MODULE_DESCRIPTION("faults on purpose, for the kernels that find them");
MODULE_LICENSE("GPL");
