/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Taking over buddies, groups and aliases from another account of this libpurple, such as one of another MSN plugin.
 * Knows which account, what is new in it, and that servers want one change after the other; refuses to know how a buddy
 * is added.
 */
#ifndef MSNP_PURPLE_IMPORT_H
#define MSNP_PURPLE_IMPORT_H

#include "purple/account.h"

/* Asks from which account, and then whether that is meant. */
void msnp_import_ask(MsnpAccount *ma);

/* MSNP_EVENT_CONTACT, after the list has been changed. */
void msnp_import_contact(MsnpAccount *ma, const MsnpAction *action);

/* MSNP_EVENT_REQUEST_FAILED, likewise. TRUE if it was a change of an import's, which explains it later. */
gboolean msnp_import_failed(MsnpAccount *ma, const MsnpAction *action);

/* The account is closing. */
void msnp_import_forget(MsnpAccount *ma);

#endif
