/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Message payloads of clients, read strictly. */
#ifndef MSNPD_MESSAGE_H
#define MSNPD_MESSAGE_H

#include "client.h"

typedef struct {
    char *type;    /* content type in lower case without parameters; NULL: it has none */
    GString *body; /* of the whole message; NULL while pieces are missing, or if it is broken */
    char *dest;    /* P2P-Dest; NULL: it has none */
    guint piece;   /* which piece of a long message, from 1; 0: not one of several */
    guint pieces;
    gboolean wrong; /* it was BAD */
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
