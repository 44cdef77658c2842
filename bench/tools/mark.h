/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Marks: how a program in the guest tells the counting plugin that a window
 * begins or ends. A long no-op whose displacement nothing else uses: it costs
 * one instruction, and does nothing where nobody counts.
 */
#pragma once

#define MARK_BEGIN 0x6e667431 /* "nft1" */
#define MARK_END 0x6e667432   /* "nft2" */

/* The no-op's encoding in front of the displacement. */
#define MARK_OPCODE "\x0f\x1f\x84\x00"

#define MARK(which) __asm__ volatile("nopl %c0(%%rax,%%rax,1)" : : "i"(which) : "memory")
