/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Message payloads of clients, read strictly. */
#ifndef MSNPD_MESSAGE_H
#define MSNPD_MESSAGE_H

#include "client.h"

/* What is wrong with a message payload, by the rules for content types; NULL if nothing. In *type
 * the content type in lower case without parameters, or NULL; caller frees. */
const char *message_fault(const Client *client, char flag, const char *payload, gsize length,
                          char **type);
/* The body of a payload; its length in *length. */
const char *message_body(const char *payload, gsize *length);

#endif
