/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Statuses: the types an account offers, one's own, and what a contact's is called. Knows libpurple's
 * status ids, which are fixed because accounts.xml and tools keep them.
 */
#ifndef MSNP_PURPLE_STATUS_H
#define MSNP_PURPLE_STATUS_H

#include "purple/account.h"

/* prpl.status_types, set_status, set_idle. */
GList *msnp_status_types(PurpleAccount *account);
void msnp_status_set(PurpleAccount *account, PurpleStatus *status);
void msnp_status_set_idle(PurpleConnection *gc, int seconds);

/* The id of libpurple's status type, as "brb". */
const char *msnp_status_id(MsnpStatus status);

/* What it is called, as "Be Right Back". */
const char *msnp_status_title(MsnpStatus status);

/* What the account's active status means, idleness included. */
MsnpStatus msnp_status_wanted(PurpleAccount *account, gboolean is_idle);

/* Shows status, personal message and what is played of a contact. */
void msnp_status_show(MsnpAccount *ma, const MsnpContact *contact);

/* Sends one's status again if it has changed while it could not be sent. */
void msnp_status_refresh(MsnpAccount *ma);

/* MSNP_EVENT_OWN_STATUS: the server changed it. */
void msnp_status_own(MsnpAccount *ma, const MsnpAction *action);

#endif
