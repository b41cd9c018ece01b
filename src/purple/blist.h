/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The roster as libpurple's buddy list. Knows groups, buddies, server aliases and presence; never loses
 * what only this computer knows (aliases, notes, buddies of other accounts or not on the server).
 */
#ifndef MSNP_PURPLE_BLIST_H
#define MSNP_PURPLE_BLIST_H

#include "purple/account.h"

/* MSNP_EVENT_GROUP, _CONTACT, _ROSTER_DONE, _PRESENCE. */
void msnp_blist_group(MsnpAccount *ma, const MsnpAction *action);
void msnp_blist_contact(MsnpAccount *ma, const MsnpAction *action);
void msnp_blist_done(MsnpAccount *ma, const MsnpAction *action);
void msnp_blist_presence(MsnpAccount *ma, const MsnpAction *action);

#endif
