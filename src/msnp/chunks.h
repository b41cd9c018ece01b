/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Multi-packet messages: payloads that came in pieces put together, and long text cut into such
 * pieces. Knows the three headers that number the pieces; refuses to know what is inside them.
 */
#ifndef MSNP_CHUNKS_H
#define MSNP_CHUNKS_H

#include "msnp/message.h"

G_BEGIN_DECLS

/* Chunks of one message; clients of the time stop there. */
#define MSNP_CHUNK_LIMIT_COUNT 1024

/* Bytes of one message, and of all that are not complete, so that what never ends is not kept. */
#define MSNP_CHUNK_LIMIT_BYTES     (512 * 1024)
#define MSNP_CHUNK_LIMIT_BYTES_ALL (4 * 1024 * 1024)

/* Messages not complete, of one sender and in all; the oldest gives way. */
#define MSNP_CHUNK_LIMIT_OPEN     8
#define MSNP_CHUNK_LIMIT_OPEN_ALL 64

/* A Message-ID; real ones are GUIDs of 38 bytes. */
#define MSNP_CHUNK_LIMIT_ID 64

/* How long to wait for the rest of a message, in milliseconds from its first piece. */
#define MSNP_CHUNK_TIMEOUT 120000

/* What came so far, of everybody. */
typedef struct _MsnpChunks MsnpChunks;

typedef enum {
    MSNP_CHUNK_NONE, /* not one of several: handle the message as it is */
    MSNP_CHUNK_MORE, /* kept (or known already): wait for the rest */
    MSNP_CHUNK_DONE, /* complete: handle the joined payload instead */
    MSNP_CHUNK_BAD,  /* contradicts itself or what came before, or is too much: forget it; what was
                        kept under its Message-ID is gone */
} MsnpChunkResult;

/* Never NULL. */
MsnpChunks *msnp_chunks_new(void);

/* NULL is allowed. */
void msnp_chunks_free(MsnpChunks *chunks);

/* Looks at a message of `who` (a handle, or any name of a sender in a place) that came at `now`;
 * copies what it keeps. Chunks may come in any order; the same one again is ignored. On DONE, and
 * only then, sets *payload and *len: the head of the first chunk without the headers that number
 * it, and all bodies; to be given to msnp_message_parse(); valid until the next call with these
 * chunks. */
MsnpChunkResult msnp_chunks_add(MsnpChunks *chunks, const char *who, const MsnpMessage *message,
                                guint64 now, const guint8 **payload, gsize *len);

/* Forgets what is too old at `now`; msnp_chunks_add() does so too. Returns when to call again, 0 if
 * nothing is kept. */
guint64 msnp_chunks_expire(MsnpChunks *chunks, guint64 now);

/* A text message as payloads to send in that order, each no longer than MSNP_LIMIT_SB_PAYLOAD:
 * array of GString with its free function set, the caller's. guid is the Message-ID as it is to be
 * written, braces included. All bodies together are the body that msnp_message_print_text() would
 * write, cut between characters. Text that fits one payload comes as one ordinary message without
 * guid. NULL if it takes more than MSNP_CHUNK_LIMIT_COUNT chunks or MSNP_CHUNK_LIMIT_BYTES. style
 * may be NULL. */
GPtrArray *msnp_chunks_print(const MsnpStyle *style, const char *text, gsize len, const char *guid);

G_END_DECLS

#endif
