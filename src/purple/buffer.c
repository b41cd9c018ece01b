/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes that grow and leave no copy behind: passwords and tickets may be among them. Knows memory; refuses to know what
 * is in it.
 */
#include "purple/buffer.h"

#include <string.h>
#include "msnp/msnp.h"

/* The least that it grows by. */
#define ROOM_MIN 256

void
msnp_buffer_clear(MsnpBuffer *buffer)
{
    if (buffer->at)
        msnp_wipe(buffer->at, buffer->room);
    g_free(buffer->at);
    *buffer = (MsnpBuffer){NULL, 0, 0};
}

/* Makes it that large; room is more than what is in it. */
static void
buffer_move(MsnpBuffer *buffer, gsize room)
{
    MsnpBuffer larger = {g_malloc(room), buffer->len, room};

    if (buffer->len > 0)
        memcpy(larger.at, buffer->at, buffer->len);
    msnp_buffer_clear(buffer);
    *buffer = larger;
}

void
msnp_buffer_reserve(MsnpBuffer *buffer, gsize len)
{
    if (buffer->len + len + 1 > buffer->room)
        buffer_move(buffer, buffer->len + len + 1);
}

void
msnp_buffer_append(MsnpBuffer *buffer, const void *data, gsize len)
{
    if (buffer->len + len + 1 > buffer->room)
        buffer_move(buffer, MAX(2 * buffer->room, buffer->len + len + ROOM_MIN));
    if (len > 0)
        memcpy(buffer->at + buffer->len, data, len);
    buffer->len += len;
    buffer->at[buffer->len] = '\0';
}

void
msnp_buffer_drop(MsnpBuffer *buffer, gsize len)
{
    if (len == 0)
        return;
    buffer->len -= len;
    memmove(buffer->at, buffer->at + len, buffer->len);
    msnp_wipe(buffer->at + buffer->len, len);
}
