// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * count_plugin: a qemu plugin that counts the instructions a guest executes
 * between two marks (see mark.h), in all and by address.
 *
 *   -plugin count_plugin.so,out=FILE[,addresses=on]
 *
 * FILE gets for each window a line "window TOTAL USER MODULES": instructions in
 * all, below the kernel, in the range of kernel modules. With addresses=on lines
 * "ADDRESS COUNT" go before it: what the kernel executed.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mark.h"
#include "qemu_plugin.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT int qemu_plugin_version = QEMU_PLUGIN_INTERFACE;

#define KERNEL 0xffff800000000000ULL
#define MODULES 0xffffffffc0000000ULL
#define MODULES_END 0xffffffffff000000ULL
#define BUCKETS 65536
#define MARK_SIZE 8

/* A straight piece of code, as qemu translated it. Never freed: qemu may
 * translate the same piece again, and then it goes on counting here.
 */
struct piece {
	struct piece *next;
	uint64_t address;
	uint64_t count; /* instructions executed, raised by translated code */
	uint64_t begun; /* of these, before the window */
	uint32_t length;
	uint32_t offset[]; /* of each instruction */
};

static struct piece *pieces[BUCKETS];
static FILE *out;
static bool addresses;

static struct piece *piece_of(struct qemu_plugin_tb *tb)
{
	size_t length = qemu_plugin_tb_n_insns(tb);
	uint64_t address = qemu_plugin_insn_vaddr(qemu_plugin_tb_get_insn(tb, 0));
	struct piece **bucket = &pieces[(address ^ address >> 16) % BUCKETS];
	struct piece *piece;

	for (piece = *bucket; piece; piece = piece->next)
		if (piece->address == address && piece->length == length)
			return piece;
	piece = calloc(1, sizeof(*piece) + length * sizeof(piece->offset[0]));
	if (!piece)
		abort();
	piece->address = address;
	piece->length = length;
	for (size_t i = 0; i < length; i++)
		piece->offset[i] = qemu_plugin_insn_vaddr(qemu_plugin_tb_get_insn(tb, i)) - address;
	piece->next = *bucket;
	*bucket = piece;
	return piece;
}

static void window_begin(unsigned int cpu, void *unused)
{
	(void)cpu;
	(void)unused;
	for (int i = 0; i < BUCKETS; i++)
		for (struct piece *p = pieces[i]; p; p = p->next)
			p->begun = p->count;
}

static void window_end(unsigned int cpu, void *unused)
{
	uint64_t total = 0, user = 0, modules = 0;

	(void)cpu;
	(void)unused;
	for (int i = 0; i < BUCKETS; i++) {
		for (struct piece *p = pieces[i]; p; p = p->next) {
			uint64_t count = p->count - p->begun;

			total += count;
			if (p->address < KERNEL)
				user += count;
			else if (p->address >= MODULES && p->address < MODULES_END)
				modules += count;
			if (!addresses || !count || p->address < KERNEL)
				continue;
			for (uint32_t n = 0; n < p->length; n++)
				fprintf(out, "%" PRIx64 " %" PRIu64 "\n", p->address + p->offset[n],
					count / p->length);
		}
	}
	fprintf(out, "window %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", total, user, modules);
	fflush(out);
}

static void watch_marks(struct qemu_plugin_insn *insn)
{
	const unsigned char *code = qemu_plugin_insn_data(insn);
	uint32_t which;

	if (qemu_plugin_insn_size(insn) != MARK_SIZE || memcmp(code, MARK_OPCODE, 4))
		return;
	memcpy(&which, code + 4, sizeof(which));
	if (which == MARK_BEGIN)
		qemu_plugin_register_vcpu_insn_exec_cb(insn, window_begin, QEMU_PLUGIN_CB_NO_REGS,
						       NULL);
	else if (which == MARK_END)
		qemu_plugin_register_vcpu_insn_exec_cb(insn, window_end, QEMU_PLUGIN_CB_NO_REGS,
						       NULL);
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t length = qemu_plugin_tb_n_insns(tb);

	(void)id;
	qemu_plugin_register_vcpu_tb_exec_inline(tb, QEMU_PLUGIN_INLINE_ADD_U64,
						 &piece_of(tb)->count, length);
	for (size_t i = 0; i < length; i++)
		watch_marks(qemu_plugin_tb_get_insn(tb, i));
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv)
{
	(void)info;
	for (int i = 0; i < argc; i++) {
		if (!strncmp(argv[i], "out=", 4))
			out = fopen(argv[i] + 4, "w");
		if (!strcmp(argv[i], "addresses=on"))
			addresses = true;
	}
	if (!out) {
		fprintf(stderr, "count_plugin: out=FILE is missing or cannot be written\n");
		return 1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	return 0;
}
