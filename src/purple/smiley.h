/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Custom emoticons: the user's, announced with what is said, and other people's, shown in conversations. Knows
 * libpurple's smileys and windows; never keeps either.
 */
#ifndef MSNP_PURPLE_SMILEY_H
#define MSNP_PURPLE_SMILEY_H

#include "purple/account.h"

/* Windows that open are listened for from the first need on, as there is nothing to listen to yet when the plugin is
 * loaded. No more. */
void msnp_smiley_unload(void);

/* Says what the shortcuts of the user's own emoticons in this text stand for; right before the text itself. chat is 0
 * in a conversation of two; who is ignored in a chat. */
void msnp_smiley_announce(MsnpAccount *ma, const char *who, guint chat, const char *text);

/* MSNP_EVENT_EMOTICON. */
void msnp_smiley_announced(MsnpAccount *ma, const MsnpAction *action);

/* The account is closing. */
void msnp_smiley_forget(MsnpAccount *ma);

#endif
