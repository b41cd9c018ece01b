/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a user does beside talking to one person: editing the list, menus, privacy, chats. Each does
 * to libpurple what Pidgin's windows do. */
#ifndef MSNP_TEST_RIG_DEEDS_H
#define MSNP_TEST_RIG_DEEDS_H

#include "rig.h"

/* -- the list -----------------------------------------------------------------------------------
 */

/* "Add buddy": to this group, which is made when it is missing. */
PurpleBuddy *rig_add_buddy(PurpleAccount *account, const char *who, const char *group);

/* "Remove": from this group. */
void rig_remove_buddy(PurpleAccount *account, const char *who, const char *group);

/* Dragged from one group into another. */
void rig_move_buddy(PurpleAccount *account, const char *who, const char *from, const char *to);

/* "Alias". */
void rig_alias_buddy(PurpleAccount *account, const char *who, const char *alias);

void rig_add_group(const char *name);
void rig_rename_group(const char *name, const char *new_name);

/* "Delete group", with everybody in it. */
void rig_remove_group(const char *name);

/* Waits until the account has the buddy in no group (any more), or not in this one. */
void rig_expect_gone(PurpleAccount *account, const char *who, const char *group);

/* Waits until msnpd's answer to `lists OWNER WHO` fits this glob. */
void rig_expect_lists(RigServer *server, const char *owner, const char *who, const char *glob);

/* -- menus --------------------------------------------------------------------------------------
 */

/* The labels of the account's menu, and of a buddy's, each in brackets: "[Open Inbox]"; a line
 * between them is "|". Free them. */
char *rig_account_menu(PurpleAccount *account);
char *rig_buddy_menu(PurpleAccount *account, const char *who);

/* Chooses the entry whose label fits this glob; fails when there is none. */
void rig_choose_action(PurpleAccount *account, const char *label);
void rig_choose_for_buddy(PurpleAccount *account, const char *who, const char *label);

/* The tooltip as lines of "label: text". Free it. */
char *rig_tooltip(PurpleAccount *account, const char *who);

/* The same of the short form, for further buddies of one person. */
char *rig_short_tooltip(PurpleAccount *account, const char *who);

/* Waits until the tooltip fits this glob. */
void rig_expect_tooltip(PurpleAccount *account, const char *who, const char *glob);

/* -- talk ---------------------------------------------------------------------------------------
 */

/* The only open chat of the account, waited for. */
PurpleConversation *rig_chat(PurpleAccount *account);

/* Calls somebody into it. */
void rig_chat_invite(PurpleAccount *account, const char *who);

/* Of three who see each other, the host begins a chat with the second and calls the third; waits
 * until each of them sees all. */
void rig_chat_of_three(PurpleAccount *host, PurpleAccount *second, PurpleAccount *third);

/* Waits until these are in the chat, and nobody else: addresses in alphabetical order, with a blank
 * between. */
void rig_expect_users(PurpleAccount *account, const char *users);

/* Types this text into the chat and sends it. */
void rig_chat_say(PurpleAccount *account, const char *text);

/* Types a command, "/nudge", into the window of WHO, or into the chat when WHO is NULL. */
void rig_command(PurpleAccount *account, const char *who, const char *command);

/* The same, but it is to end with this status of PURPLE_CMD_STATUS_ and words that fit this glob.
 */
void rig_command_fails(PurpleAccount *account, const char *who, const char *command,
                       PurpleCmdStatus status, const char *words);

/* Closes the window of the chat. */
void rig_chat_leave(PurpleAccount *account);

#endif
