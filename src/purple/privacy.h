/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Allow and block lists as libpurple's privacy lists, kept in step both ways. Knows permit and deny;
 * refuses to know how a server keeps them.
 */
#ifndef MSNP_PURPLE_PRIVACY_H
#define MSNP_PURPLE_PRIVACY_H

#include "purple/account.h"

/* prpl.add_permit, rem_permit, add_deny, rem_deny, set_permit_deny. */
void msnp_privacy_add_permit(PurpleConnection *gc, const char *who);
void msnp_privacy_rem_permit(PurpleConnection *gc, const char *who);
void msnp_privacy_add_deny(PurpleConnection *gc, const char *who);
void msnp_privacy_rem_deny(PurpleConnection *gc, const char *who);
void msnp_privacy_set(PurpleConnection *gc);

/* The lists of the account become the roster's; call when the roster has been told. */
void msnp_privacy_fill(MsnpAccount *ma);

/* One contact may have come to another list; while he is being moved by the user, nothing happens. */
void msnp_privacy_contact(MsnpAccount *ma, const MsnpContact *contact);

/* What the user wanted of somebody, or of strangers, was refused. */
void msnp_privacy_restore(MsnpAccount *ma, const char *who);
void msnp_privacy_restore_type(MsnpAccount *ma);

/* MSNP_EVENT_PRIVACY. */
void msnp_privacy_changed(MsnpAccount *ma, const MsnpAction *action);

#endif
