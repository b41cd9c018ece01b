/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The roster as libpurple's buddy list. Knows groups, buddies, server aliases and presence; never loses
 * what only this computer knows (aliases, notes, buddies of other accounts or not on the server).
 */
#ifndef MSNP_PURPLE_BLIST_H
#define MSNP_PURPLE_BLIST_H

#include "purple/account.h"

/* The group of that name for the session: NULL where it has none. */
const char *msnp_blist_session_group(MsnpAccount *ma, const char *name);

/* MSNP_EVENT_REQUEST_FAILED: the list shows again what the roster says. */
void msnp_blist_restore(MsnpAccount *ma, const MsnpAction *action);

/* MSNP_EVENT_GROUP_GONE, _GROUP_RENAMED, _PERSONAL. */
void msnp_blist_group_gone(MsnpAccount *ma, const MsnpAction *action);
void msnp_blist_group_renamed(MsnpAccount *ma, const MsnpAction *action);
void msnp_blist_personal(MsnpAccount *ma, const MsnpAction *action);

/* MSNP_EVENT_GROUP, _CONTACT, _ROSTER_DONE, _PRESENCE. */
void msnp_blist_group(MsnpAccount *ma, const MsnpAction *action);
void msnp_blist_contact(MsnpAccount *ma, const MsnpAction *action);
void msnp_blist_done(MsnpAccount *ma, const MsnpAction *action);
void msnp_blist_presence(MsnpAccount *ma, const MsnpAction *action);

#endif
