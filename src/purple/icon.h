/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Display pictures: one's own, and those of buddies as libpurple's buddy icons. Knows what is cached, and fetches only
 * what is not.
 */
#ifndef MSNP_PURPLE_ICON_H
#define MSNP_PURPLE_ICON_H

#include "purple/account.h"

/* prpl.icon_spec: what MSN itself takes. The longest file is what clients of old still show without a fuss. */
#define MSNP_ICON_SPEC                                                                                    \
    {                                                                                                     \
        .format = (char *) "png,jpeg,gif", .min_width = 0, .min_height = 0, .max_width = 96,              \
        .max_height = 96, .max_filesize = 61440, .scale_rules = PURPLE_ICON_SCALE_SEND                    \
    }

/* prpl.set_buddy_icon. */
void msnp_icon_set(PurpleConnection *gc, PurpleStoredImage *image);

/* Makes the account's icon one's picture: before the sign-in, and after it, as libpurple does not tell of changes in
 * between. The same picture again is nothing. */
void msnp_icon_refresh(MsnpAccount *ma);

/* MSNP_EVENT_OWN_PICTURE. */
void msnp_icon_own(MsnpAccount *ma, const MsnpAction *action);

/* MSNP_EVENT_PICTURE. */
void msnp_icon_changed(MsnpAccount *ma, const MsnpAction *action);

/* Somebody comes online, perhaps with the picture of before: what did not come then, or was removed with the buddy, is
 * asked for again. */
void msnp_icon_came(MsnpAccount *ma, const MsnpContact *contact);

/* Somebody has been online and is no more. If he has shown no picture all the time, he has taken away the one that is
 * cached while nobody could tell us; only now is it sure, as some clients show theirs a little late. */
void msnp_icon_left(MsnpAccount *ma, const MsnpContact *contact);

/* The account is closing. */
void msnp_icon_forget(MsnpAccount *ma);

#endif
