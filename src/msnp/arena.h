/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that lives until the action queue is empty. Knows blocks of bytes, wiped when given back;
 * refuses to know what is in them.
 */
#ifndef MSNP_ARENA_H
#define MSNP_ARENA_H

#include <glib.h>

typedef struct _MsnpArena MsnpArena;

MsnpArena *msnp_arena_new(void);
void msnp_arena_free(MsnpArena *arena);

/* n bytes, zeroed and aligned for any value; valid until the arena is reset. Never NULL. */
void *msnp_arena_alloc(MsnpArena *arena, gsize n);

/* A copy of len bytes with a NUL behind it. */
char *msnp_arena_copy(MsnpArena *arena, const void *data, gsize len);

/* Wipes and takes back everything. */
void msnp_arena_reset(MsnpArena *arena);

#endif
