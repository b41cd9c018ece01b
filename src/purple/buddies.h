/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which buddies and groups of libpurple's list stand for a handle and a name. Knows them by hash: libpurple asks every
 * group for a buddy, and sorts for a group, each time. Refuses to know what they mean.
 */
#ifndef MSNP_PURPLE_BUDDIES_H
#define MSNP_PURPLE_BUDDIES_H

#include "purple/account.h"

/* The account's buddies from now on, those that are there already too; and no longer. */
void msnp_buddies_start(MsnpAccount *ma);
void msnp_buddies_stop(MsnpAccount *ma);

/* All that stand for a handle (lower case), or NULL; also when the account is being closed. Borrowed until the list
 * changes: whoever changes it, or calls what may tell others of a change, copies it or asks again. */
GSList *msnp_buddies_of(MsnpAccount *ma, const char *handle);

/* One of them, or NULL. */
PurpleBuddy *msnp_buddies_first(MsnpAccount *ma, const char *handle);

/* The group of that name, made if there is none. */
PurpleGroup *msnp_buddies_group(MsnpAccount *ma, const char *name);

/* prpl.buddy_free. */
void msnp_buddies_freed(PurpleBuddy *buddy);

#endif
