/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of reading messages: a message taken apart, and the rules for each content type. */
#ifndef MSNPD_MESSAGE_BODY_H
#define MSNPD_MESSAGE_BODY_H

#include "client.h"

typedef struct {
    GHashTable *headers; /* lower-case name to value */
    const char *body;    /* NUL-terminated */
    gsize body_length;
    char flag;
    const Client *client; /* who sends it */
} Message;

/* The value of the header called NAME (lower case), or NULL. */
const char *message_header(const Message *message, const char *name);

/* What is wrong with the acknowledgement letter, or with the body, for a message of TYPE; NULL if
 * nothing. */
const char *message_letter_fault(const Message *message, const char *type);
const char *message_body_fault(const Message *message, const char *type);

/* TRUE when every CR has its LF. */
gboolean message_lines_ok(const char *text, gsize length);

#endif
