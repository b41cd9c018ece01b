/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Switchboards: how clients come in, and calls. */
#ifndef MSNPD_SB_H
#define MSNPD_SB_H

#include "room.h"

/* Answers XFR SB with the address and a fresh cookie. */
void sb_refer(Client *client, const Command *command);

typedef enum { CALL_RINGING, CALL_OFFLINE, CALL_ALREADY } CallOutcome;
/* Rings WHO, if he has a client, for CALLER. */
CallOutcome room_call(Room *room, Account *caller, Account *who);

/* Closes ACCOUNT's switchboards as the official service does when they are idle. How many. */
guint sb_idle_close(Account *account);

void sb_clear(void);

#endif
