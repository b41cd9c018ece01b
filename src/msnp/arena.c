/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that lives until the action queue is empty. Knows blocks of bytes, wiped when given back;
 * refuses to know what is in them.
 */
#include "msnp/arena.h"

#include <string.h>
#include "msnp/msnp.h"

#define BLOCK_SIZE 4096
#define ALIGNMENT  16

typedef struct _Block Block;

struct _Block {
    Block *older;
    gsize used;
    gsize size;
    guint8 bytes[] __attribute__((aligned(ALIGNMENT)));
};

struct _MsnpArena {
    Block *newest;
};

static Block *
block_new(gsize size, Block *older)
{
    Block *block = g_malloc(sizeof(Block) + size);

    block->older = older;
    block->used = 0;
    block->size = size;
    return block;
}

MsnpArena *
msnp_arena_new(void)
{
    MsnpArena *arena = g_new(MsnpArena, 1);

    arena->newest = block_new(BLOCK_SIZE, NULL);
    return arena;
}

void *
msnp_arena_alloc(MsnpArena *arena, gsize n)
{
    gsize need = (n + ALIGNMENT - 1) & ~(gsize) (ALIGNMENT - 1);
    void *p;

    if (arena->newest->size - arena->newest->used < need)
        arena->newest = block_new(MAX(need, BLOCK_SIZE), arena->newest);
    p = arena->newest->bytes + arena->newest->used;
    arena->newest->used += need;
    memset(p, 0, need);
    return p;
}

char *
msnp_arena_copy(MsnpArena *arena, const void *data, gsize len)
{
    char *copy = msnp_arena_alloc(arena, len + 1);

    if (len > 0)
        memcpy(copy, data, len);
    return copy;
}

void
msnp_arena_reset(MsnpArena *arena)
{
    while (arena->newest->older) {
        Block *gone = arena->newest;

        arena->newest = gone->older;
        msnp_wipe(gone->bytes, gone->used);
        g_free(gone);
    }
    msnp_wipe(arena->newest->bytes, arena->newest->used);
    arena->newest->used = 0;
}

void
msnp_arena_free(MsnpArena *arena)
{
    if (!arena)
        return;
    msnp_arena_reset(arena);
    g_free(arena->newest);
    g_free(arena);
}
