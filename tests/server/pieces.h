/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Long messages that a client has begun and not finished. */
#ifndef MSNPD_PIECES_H
#define MSNPD_PIECES_H

#include "message-body.h"
#include "message.h"

/* The first piece; its letter and type are right. What is wrong, or NULL; it is then kept. */
const char *pieces_begin(const Message *message, MessageInfo *info);

/* A later piece. With the last one *info has the body, and *whole what is to be checked (its
 * headers are the caller's reference, its body is that of *info). */
const char *pieces_continue(const Message *message, Message *whole, MessageInfo *info);

/* How many messages MEMBER's client has not finished. */
guint pieces_open(const Client *client);

#endif
