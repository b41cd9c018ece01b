/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The user's changes of the buddy list, passed on to the session; and those that were refused, undone and
 * explained. Knows libpurple's callbacks; the list itself is blist.c's.
 */
#ifndef MSNP_PURPLE_REQUEST_H
#define MSNP_PURPLE_REQUEST_H

#include "purple/account.h"

/* prpl.add_buddy, remove_buddy, group_buddy, alias_buddy, rename_group, remove_group. */
void msnp_request_add(PurpleConnection *gc, PurpleBuddy *buddy, PurpleGroup *group);
void msnp_request_remove(PurpleConnection *gc, PurpleBuddy *buddy, PurpleGroup *group);
void msnp_request_move(PurpleConnection *gc, const char *who, const char *from, const char *to);
void msnp_request_alias(PurpleConnection *gc, const char *who, const char *alias);
void msnp_request_rename_group(PurpleConnection *gc, const char *old_name, PurpleGroup *group, GList *moved);
void msnp_request_remove_group(PurpleConnection *gc, PurpleGroup *group);

/* MSNP_EVENT_REQUEST_FAILED. */
void msnp_request_failed(MsnpAccount *ma, const MsnpAction *action);

#endif
