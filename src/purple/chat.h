/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Group conversations. Knows libpurple's chat windows; never keeps one.
 */
#ifndef MSNP_PURPLE_CHAT_H
#define MSNP_PURPLE_CHAT_H

#include "purple/account.h"

/* prpl.chat_send, chat_invite, chat_leave. */
int msnp_chat_window_send(PurpleConnection *gc, int id, const char *html, PurpleMessageFlags flags);
void msnp_chat_window_invite(PurpleConnection *gc, int id, const char *message, const char *who);
void msnp_chat_window_leave(PurpleConnection *gc, int id);

/* Opens a chat with a buddy. */
void msnp_chat_with(PurpleConnection *gc, const char *who);

/* Makes a chat of the conversation with somebody by calling a third. */
void msnp_chat_with_third(PurpleConnection *gc, const char *who, const char *third);

/* MSNP_EVENT_CHAT_STARTED, _JOINED, _LEFT; and what is in a chat of the events that im.c shares out. */
void msnp_chat_started(MsnpAccount *ma, const MsnpAction *action);
void msnp_chat_joined(MsnpAccount *ma, const MsnpAction *action);
void msnp_chat_left(MsnpAccount *ma, const MsnpAction *action);
void msnp_chat_message(MsnpAccount *ma, const MsnpAction *action, const char *html);

/* A line of ours in a chat. */
void msnp_chat_say(MsnpAccount *ma, guint chat, const char *text);

/* The circle has another name. */
void msnp_chat_renamed(MsnpAccount *ma, const MsnpCircle *circle);

/* An error line in a chat; FALSE if its window is gone. */
gboolean msnp_chat_present_error(MsnpAccount *ma, guint chat, const char *markup);

/* The account ends: its windows are nobody's. */
void msnp_chat_forget(MsnpAccount *ma);

#endif
