/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Circles as groups of libpurple's buddy list: their people and an entry that opens their conversation. Knows these
 * nodes, which are ours and are not saved; nothing that is done to them changes the address book.
 */
#ifndef MSNP_PURPLE_CIRCLES_H
#define MSNP_PURPLE_CIRCLES_H

#include "purple/account.h"

/* MSNP_EVENT_CIRCLE, _CIRCLE_GONE, _CIRCLE_MEMBER. */
void msnp_circle_list_circle(MsnpAccount *ma, const MsnpAction *action);
void msnp_circle_list_gone(MsnpAccount *ma, const MsnpAction *action);
void msnp_circle_list_member(MsnpAccount *ma, const MsnpAction *action);

/* All circles have been told: what is left of others goes. */
void msnp_circle_list_done(MsnpAccount *ma);

/* Somebody's presence as a contact has changed: if he is in a circle, the better of the two is shown. */
void msnp_circle_list_presence(MsnpAccount *ma, const char *who);

/* TRUE if a node (buddy, chat or group) is a circle's. */
gboolean msnp_circle_list_owns(PurpleBlistNode *node);

/* The user has changed what is a circle's: says that this is undone, and does so from the main loop, as libpurple is
 * not done with the change yet. who, who may be NULL, is put back where the roster has him. */
void msnp_circle_list_undo(MsnpAccount *ma, const char *who);

/* The account ends. */
void msnp_circle_list_stop(MsnpAccount *ma);

/* prpl.chat_info, chat_info_defaults, get_chat_name, find_blist_chat, join_chat: of circles alone. */
GList *msnp_circle_list_chat_info(PurpleConnection *gc);
GHashTable *msnp_circle_list_chat_defaults(PurpleConnection *gc, const char *name);
char *msnp_circle_list_chat_name(GHashTable *components);
PurpleChat *msnp_circle_list_find_chat(PurpleAccount *account, const char *name);
void msnp_circle_list_join(PurpleConnection *gc, GHashTable *components);

#endif
