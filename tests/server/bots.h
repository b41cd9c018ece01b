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

/* BOT was called into ROOM. */
void bots_called(Room *room, Account *bot);
/* Somebody answered a call into ROOM. */
void bots_somebody_joined(Room *room, Account *account);
/* FROM has sent a message of TYPE into ROOM. */
void bots_heard(Room *room, Account *from, const char *type, const char *payload, gsize length);

/* What a puppet may say: text, typing notice, nudge. TEXT is UTF-8. */
void puppet_text(Room *room, Account *from, const char *text);
void puppet_typing(Room *room, Account *from);
void puppet_nudge(Room *room, Account *from);

/* FROM says something to TO: in the room they share, or in a new one when TO has answered. WHAT is
 * 't' text, 'y' typing, 'n' nudge. NULL, or why not. */
const char *puppet_send(Account *from, Account *to, char what, const char *text);

#endif
