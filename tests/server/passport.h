/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Passport 1.4: nexus, login, tickets. */
#ifndef MSNPD_PASSPORT_H
#define MSNPD_PASSPORT_H

#include <glib.h>

/* The challenge for USR TWN S, remembered as issued. Caller frees. */
char *passport_challenge(void);

/* TEXT is a challenge that was given out. */
gboolean passport_challenge_known(const char *text);

/* A new ticket for the account with this KEY; borrowed. */
const char *passport_ticket(const char *key);

/* TRUE when TICKET was issued for the account with this KEY and still holds. */
gboolean passport_use_ticket(const char *ticket, const char *key);

/* Key of the account that has signed in with this ticket; NULL: nobody. */
const char *passport_ticket_owner(const char *ticket);

void passport_clear(void);

#endif
