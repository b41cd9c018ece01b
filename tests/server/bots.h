/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Accounts that live inside the server. */
#ifndef MSNPD_BOTS_H
#define MSNPD_BOTS_H

#include "sb.h"

/* "echo" and so on; KIND_PERSON for an unknown word. */
AccountKind bots_kind(const char *word);
/* The bots come online; flickering begins. */
void bots_start(void);
void bots_stop(void);

/* Somebody without a client was called into ROOM: a bot joins, and who is told to answer. */
void bots_called(Room *room, Account *bot);
/* FROM has sent a message of TYPE into ROOM. */
void bots_heard(Room *room, Account *from, const char *type, const char *payload, gsize length);

#endif
