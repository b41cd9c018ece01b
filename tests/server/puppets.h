/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People without a client: they call, are called, join, speak and leave because a test says so. */
#ifndef MSNPD_PUPPETS_H
#define MSNPD_PUPPETS_H

#include "sb.h"

/* FROM says PAYLOADS (array of GString, borrowed) into ROOM. What they invite to is remembered. */
void puppet_say(Room *room, Account *from, const GPtrArray *payloads);

/* The same to TO: in the room both are in, or in a new one when TO has answered. NULL, or why
 * not. */
const char *puppet_send(Account *from, Account *to, GPtrArray *payloads);

/* FROM calls WHO into ROOM, or into the first one that FROM is in, or into a new one. NULL, or why
 * not. */
const char *puppet_call(Account *from, Account *who, Room *room);

/* Somebody answered a call into ROOM: what waited for him is said. */
void puppets_somebody_joined(Room *room, const Account *account);

void puppets_clear(void);

#endif
