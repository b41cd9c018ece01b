/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes that grow and leave no copy behind: passwords and tickets may be among them. Knows memory; refuses to know what
 * is in it.
 */
#ifndef MSNP_PURPLE_BUFFER_H
#define MSNP_PURPLE_BUFFER_H

#include <glib.h>

/* {NULL, 0, 0} is an empty one. */
typedef struct {
    char *at; /* followed by a NUL that does not count; NULL while nothing was ever appended */
    gsize len;
    gsize room;
} MsnpBuffer;

/* Appends, and keeps a NUL behind the end. data may be NULL if there is nothing. */
void msnp_buffer_append(MsnpBuffer *buffer, const void *data, gsize len);

/* Makes room for len more bytes, so that it does not grow while they come. */
void msnp_buffer_reserve(MsnpBuffer *buffer, gsize len);

/* Takes bytes off the front, which are wiped; len is at most buffer->len. */
void msnp_buffer_drop(MsnpBuffer *buffer, gsize len);

/* Wipes and frees all of it; it is empty then. */
void msnp_buffer_clear(MsnpBuffer *buffer);

#endif
