/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Invitations (text/x-msmsgsinvite) that are open in a room. */
#ifndef MSNPD_INVITES_H
#define MSNPD_INVITES_H

#include "room.h"

/* What is wrong with the fields of BODY, said by FROM in ROOM, or with its place in the talk: an
 * answer to nothing, a second answer. NULL if nothing; it is then remembered. */
const char *invites_fault(Room *room, const Account *from, const char *body);

/* Remembers what somebody without a client invites to, or answers, whatever it is. */
void invites_overhear(Room *room, const Account *from, const char *payload, gsize length);

/* The value of the field NAME in BODY; NULL if there is none. Caller frees. */
char *invite_field(const char *body, const char *name);

/* Frees what a room remembers. */
void invites_free(GPtrArray *invites);

#endif
