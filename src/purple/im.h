/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conversations of two: messages and typing, both ways, and what becomes of a message that was not
 * delivered. Knows libpurple's IM windows; never keeps one.
 */
#ifndef MSNP_PURPLE_IM_H
#define MSNP_PURPLE_IM_H

#include "purple/account.h"

/* prpl.send_im, send_typing. */
int msnp_im_send(PurpleConnection *gc, const char *who, const char *html, PurpleMessageFlags flags);
unsigned int msnp_im_send_typing(PurpleConnection *gc, const char *who, PurpleTypingState state);

/* What a send function of libpurple's returns for what the session has answered: 1, or -EINVAL, of which libpurple
 * says that it failed. Not signed in (any more): says so in the conversation, with the text, and returns 0, as
 * libpurple would be silent. chat is 0 for a conversation of two; who is NULL in a chat. */
int msnp_im_sent(MsnpAccount *ma, MsnpError error, guint chat, const char *who, const char *text);

/* prpl.send_attention, get_attention_types. */
gboolean msnp_im_send_nudge(PurpleConnection *gc, const char *who, guint type);
GList *msnp_im_attention_types(PurpleAccount *account);

/* Nudges everybody in a chat, which is said there; FALSE if it is not that of a circle. */
gboolean msnp_im_nudge_all(PurpleConversation *conv);

/* MSNP_EVENT_MESSAGE, _TYPING, _NUDGE, _FAILED, _TROUBLE. */
void msnp_im_nudge(MsnpAccount *ma, const MsnpAction *action);
void msnp_im_message(MsnpAccount *ma, const MsnpAction *action);
void msnp_im_typing(MsnpAccount *ma, const MsnpAction *action);
void msnp_im_failed(MsnpAccount *ma, const MsnpAction *action);
void msnp_im_trouble(MsnpAccount *ma, const MsnpAction *action);

/* Appends what a message says, as markup. */
void msnp_im_append_text(GString *html, const MsnpAction *action);

/* What somebody is called, as markup. The caller's. */
char *msnp_im_name_markup(MsnpAccount *ma, const char *who);

#endif
