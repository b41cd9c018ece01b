/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes that grow and leave no copy behind: passwords and tickets may be among them. Knows memory; refuses to know what
 * is in it.
 */
#include "purple/buffer.h"

#include <openssl/crypto.h>
#include <string.h>

/* The least that it grows by. */
#define ROOM_MIN 256

void
msnp_buffer_clear(MsnpBuffer *buffer)
{
    if (buffer->at)
        OPENSSL_cleanse(buffer->at, buffer->room);
    g_free(buffer->at);
    *buffer = (MsnpBuffer){NULL, 0, 0};
}

void
msnp_buffer_append(MsnpBuffer *buffer, const void *data, gsize len)
{
    if (buffer->len + len + 1 > buffer->room) {
        MsnpBuffer larger = {NULL, buffer->len, MAX(2 * buffer->room, buffer->len + len + ROOM_MIN)};

        larger.at = g_malloc(larger.room);
        if (buffer->len > 0)
            memcpy(larger.at, buffer->at, buffer->len);
        msnp_buffer_clear(buffer);
        *buffer = larger;
    }
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
    OPENSSL_cleanse(buffer->at + buffer->len, len);
}
