/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Message payloads of clients, read strictly. */
#ifndef MSNPD_MESSAGE_H
#define MSNPD_MESSAGE_H

#include "client.h"

/* Bytes of a payload. */
#define MESSAGE_LIMIT 1664

typedef struct {
    char *type; /* content type in lower case without parameters; NULL: it has none */
    /* Of the whole message, a NUL behind it; NULL while pieces are missing, or if it is broken. */
    const char *body;
    gsize body_length;
    char *dest;  /* P2P-Dest; NULL: it has none */
    guint piece; /* which piece of a long message, from 1; 0: not one of several */
    guint pieces;
    gboolean wrong; /* it was BAD */
    char *whole; /* what the body lies in, if it came in pieces; else the bytes */
    char bytes[MESSAGE_LIMIT + 1];
} MessageInfo;

/* What is wrong with a message payload, by the rules for content types and letters; NULL if
 * nothing. Pieces and invitations are remembered in the client's room. Clear *info in both cases.
 */
const char *message_fault(const Client *client, char flag, const char *payload, gsize length,
                          MessageInfo *info);
void message_info_clear(MessageInfo *info);

/* The body of a payload; its length in *length. */
const char *message_body(const char *payload, gsize *length);

#endif
