/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a user does to the list, in menus and in chats, as Pidgin's windows pass it on. */
#include "rig-deeds.h"

#include <string.h>

/* -- the list -----------------------------------------------------------------------------------
 */

static PurpleGroup *
group_named(const char *name)
{
    PurpleGroup *group = purple_find_group(name);
    if (group == NULL) {
        group = purple_group_new(name);
        purple_blist_add_group(group, NULL);
    }
    return group;
}

static PurpleBuddy *
buddy_in(PurpleAccount *account, const char *who, const char *name)
{
    PurpleGroup *group = purple_find_group(name);
    PurpleBuddy *buddy = group != NULL ? purple_find_buddy_in_group(account, who, group) : NULL;
    if (buddy == NULL) {
        rig_fail("%s is not in the group \"%s\"", who, name);
    }
    return buddy;
}

PurpleBuddy *
rig_add_buddy(PurpleAccount *account, const char *who, const char *group)
{
    PurpleBuddy *buddy = purple_buddy_new(account, who, NULL);
    purple_blist_add_buddy(buddy, NULL, group_named(group), NULL);
    purple_account_add_buddy_with_invite(account, buddy, NULL);
    return buddy;
}

void
rig_remove_buddy(PurpleAccount *account, const char *who, const char *group)
{
    PurpleBuddy *buddy = buddy_in(account, who, group);
    purple_account_remove_buddy(account, buddy, purple_buddy_get_group(buddy));
    purple_blist_remove_buddy(buddy);
}

void
rig_move_buddy(PurpleAccount *account, const char *who, const char *from, const char *to)
{
    PurpleBuddy *buddy = buddy_in(account, who, from);
    purple_blist_add_contact(purple_buddy_get_contact(buddy), group_named(to), NULL);
}

void
rig_alias_buddy(PurpleAccount *account, const char *who, const char *alias)
{
    PurpleBuddy *buddy = purple_find_buddy(account, who);
    rig_check(buddy != NULL);
    purple_blist_alias_buddy(buddy, alias);
    serv_alias_buddy(buddy);
}

void
rig_add_group(const char *name)
{
    group_named(name);
}

void
rig_rename_group(const char *name, const char *new_name)
{
    PurpleGroup *group = purple_find_group(name);
    rig_check(group != NULL);
    purple_blist_rename_group(group, new_name);
}

static void
remove_people(PurpleBlistNode *contact)
{
    for (PurpleBlistNode *node = contact->child, *next; node != NULL; node = next) {
        PurpleBuddy *buddy = PURPLE_BUDDY(node);
        PurpleAccount *account = purple_buddy_get_account(buddy);
        next = node->next;
        if (purple_account_is_connected(account)) {
            purple_account_remove_buddy(account, buddy, purple_buddy_get_group(buddy));
            purple_blist_remove_buddy(buddy);
        }
    }
}

void
rig_remove_group(const char *name)
{
    PurpleGroup *group = purple_find_group(name);
    rig_check(group != NULL);
    for (PurpleBlistNode *node = PURPLE_BLIST_NODE(group)->child, *next; node != NULL;
         node = next) {
        next = node->next;
        remove_people(node);
    }
    purple_blist_remove_group(group);
}

typedef struct {
    PurpleAccount *account;
    const char *who, *text;
    RigServer *server;
} Wish;

static gboolean
is_gone(gpointer data)
{
    const Wish *wish = data;
    PurpleGroup *group = wish->text != NULL ? purple_find_group(wish->text) : NULL;
    if (wish->text == NULL) {
        return purple_find_buddy(wish->account, wish->who) == NULL;
    }
    return group == NULL || purple_find_buddy_in_group(wish->account, wish->who, group) == NULL;
}

void
rig_expect_gone(PurpleAccount *account, const char *who, const char *group)
{
    Wish wish = {account, who, group, NULL};
    g_autofree char *what =
        g_strdup_printf("%s to be gone from %s", who, group ? group : "the list");
    rig_wait(what, is_gone, &wish);
}

static gboolean
lists_fit(gpointer data)
{
    const Wish *wish = data;
    g_auto(GStrv) people = g_strsplit(wish->who, " ", 2);
    const char *lists = rig_server_tell(wish->server, "lists %s %s", people[0], people[1]);
    return g_pattern_match_simple(wish->text, lists);
}

void
rig_expect_lists(RigServer *server, const char *owner, const char *who, const char *glob)
{
    g_autofree char *people = g_strdup_printf("%s %s", owner, who);
    g_autofree char *what = g_strdup_printf("msnpd's lists %s to be %s", people, glob);
    Wish wish = {NULL, people, glob, server};
    rig_wait(what, lists_fit, &wish);
    rig_settle(); /* we know it as well */
}

/* -- menus --------------------------------------------------------------------------------------
 */

static PurplePlugin *
prpl_of(PurpleAccount *account)
{
    return purple_find_prpl(purple_account_get_protocol_id(account));
}

static GList *
actions_of(PurpleAccount *account)
{
    PurplePlugin *prpl = prpl_of(account);
    return prpl->info->actions(prpl, purple_account_get_connection(account));
}

static void
free_action(gpointer action)
{
    if (action != NULL) {
        purple_plugin_action_free(action);
    }
}

char *
rig_account_menu(PurpleAccount *account)
{
    GString *text = g_string_new("");
    GList *actions = actions_of(account);
    for (GList *l = actions; l != NULL; l = l->next) {
        const PurplePluginAction *action = l->data;
        if (action != NULL) {
            g_string_append_printf(text, "[%s]", action->label);
        } else {
            g_string_append(text, "|");
        }
    }
    g_list_free_full(actions, free_action);
    return g_string_free(text, FALSE);
}

void
rig_choose_action(PurpleAccount *account, const char *label)
{
    GList *actions = actions_of(account);
    gboolean found = FALSE;
    for (GList *l = actions; l != NULL && !found; l = l->next) {
        PurplePluginAction *action = l->data;
        found = action != NULL && g_pattern_match_simple(label, action->label);
        if (found) {
            action->plugin = prpl_of(account);
            action->context = purple_account_get_connection(account);
            action->callback(action);
        }
    }
    g_list_free_full(actions, free_action);
    if (!found) {
        rig_fail("the account's menu has no \"%s\"", label);
    }
}

static GList *
menu_of(PurpleBuddy *buddy)
{
    PurplePlugin *prpl = prpl_of(purple_buddy_get_account(buddy));
    return PURPLE_PLUGIN_PROTOCOL_INFO(prpl)->blist_node_menu(PURPLE_BLIST_NODE(buddy));
}

char *
rig_buddy_menu(PurpleAccount *account, const char *who)
{
    GString *text = g_string_new("");
    GList *menu = menu_of(purple_find_buddy(account, who));
    for (GList *l = menu; l != NULL; l = l->next) {
        const PurpleMenuAction *action = l->data;
        g_string_append_printf(text, "[%s]", action->label);
    }
    g_list_free_full(menu, (GDestroyNotify) purple_menu_action_free);
    return g_string_free(text, FALSE);
}

void
rig_choose_for_buddy(PurpleAccount *account, const char *who, const char *label)
{
    PurpleBuddy *buddy = purple_find_buddy(account, who);
    rig_check(buddy != NULL);
    GList *menu = menu_of(buddy);
    gboolean found = FALSE;
    for (GList *l = menu; l != NULL && !found; l = l->next) {
        PurpleMenuAction *action = l->data;
        found = g_pattern_match_simple(label, action->label);
        if (found) {
            ((void (*)(PurpleBlistNode *, gpointer)) action->callback)(PURPLE_BLIST_NODE(buddy),
                                                                       action->data);
        }
    }
    g_list_free_full(menu, (GDestroyNotify) purple_menu_action_free);
    if (!found) {
        rig_fail("the menu of %s has no \"%s\"", who, label);
    }
}

static char *
tooltip(PurpleAccount *account, const char *who, gboolean full)
{
    PurpleBuddy *buddy = purple_find_buddy(account, who);
    rig_check(buddy != NULL);
    PurpleNotifyUserInfo *info = purple_notify_user_info_new();
    PURPLE_PLUGIN_PROTOCOL_INFO(prpl_of(account))->tooltip_text(buddy, info, full);
    g_autofree char *markup = purple_notify_user_info_get_text_with_newline(info, "\n");
    purple_notify_user_info_destroy(info);
    return purple_markup_strip_html(markup);
}

char *
rig_tooltip(PurpleAccount *account, const char *who)
{
    return tooltip(account, who, TRUE);
}

char *
rig_short_tooltip(PurpleAccount *account, const char *who)
{
    return tooltip(account, who, FALSE);
}

static gboolean
tooltip_fits(gpointer data)
{
    const Wish *wish = data;
    g_autofree char *text = rig_tooltip(wish->account, wish->who);
    return g_pattern_match_simple(wish->text, text);
}

void
rig_expect_tooltip(PurpleAccount *account, const char *who, const char *glob)
{
    Wish wish = {account, who, glob, NULL};
    g_autofree char *what = g_strdup_printf("the tooltip of %s to be %s", who, glob);
    rig_wait(what, tooltip_fits, &wish);
}

/* -- talk ---------------------------------------------------------------------------------------
 */

static PurpleConversation *
find_chat(PurpleAccount *account)
{
    for (GList *l = purple_get_chats(); l != NULL; l = l->next) {
        if (purple_conversation_get_account(l->data) == account) {
            return l->data;
        }
    }
    return NULL;
}

static gboolean
has_chat(gpointer account)
{
    return find_chat(account) != NULL;
}

PurpleConversation *
rig_chat(PurpleAccount *account)
{
    rig_wait("a chat to open", has_chat, account);
    return find_chat(account);
}

static int
compare(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* In alphabetical order. */
static char *
names_joined(GPtrArray *names)
{
    g_ptr_array_sort(names, compare);
    g_ptr_array_add(names, NULL);
    return g_strjoinv(" ", (char **) names->pdata);
}

static gboolean
users_fit(gpointer data)
{
    const Wish *wish = data;
    PurpleConvChat *chat = PURPLE_CONV_CHAT(find_chat(wish->account));
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (GList *l = purple_conv_chat_get_users(chat); l != NULL; l = l->next) {
        g_ptr_array_add(names, ((PurpleConvChatBuddy *) l->data)->name);
    }
    g_autofree char *text = names_joined(names);
    return strcmp(text, wish->text) == 0;
}

void
rig_expect_users(PurpleAccount *account, const char *users)
{
    Wish wish = {account, NULL, users, NULL};
    g_autofree char *what =
        g_strdup_printf("in the chat of %s: %s", purple_account_get_username(account), users);
    rig_chat(account);
    rig_wait(what, users_fit, &wish);
}

void
rig_chat_invite(PurpleAccount *account, const char *who)
{
    serv_chat_invite(purple_account_get_connection(account),
                     purple_conv_chat_get_id(PURPLE_CONV_CHAT(rig_chat(account))), NULL, who);
}

/* As rig_expect_users() wants them. */
static char *
users_of(PurpleAccount *const *accounts, guint n)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < n; i++) {
        g_ptr_array_add(names, (gpointer) purple_account_get_username(accounts[i]));
    }
    return names_joined(names);
}

void
rig_chat_of_three(PurpleAccount *host, PurpleAccount *second, PurpleAccount *third)
{
    PurpleAccount *const all[] = {host, second, third};
    g_autofree char *two = users_of(all, 2), *three = users_of(all, 3);
    rig_choose_for_buddy(host, purple_account_get_username(second), "*Chat*");
    rig_expect_users(host, two);
    rig_chat_invite(host, purple_account_get_username(third));
    for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
        rig_expect_users(all[i], three);
    }
}

void
rig_chat_say(PurpleAccount *account, const char *text)
{
    g_autofree char *markup = g_markup_escape_text(text, -1);
    purple_conv_chat_send(PURPLE_CONV_CHAT(rig_chat(account)), markup);
}

static PurpleCmdStatus
do_command(PurpleAccount *account, const char *who, const char *command, char **error)
{
    PurpleConversation *conv =
        who == NULL ? rig_chat(account)
                    : purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, account);
    g_autofree char *markup = g_markup_escape_text(command + 1, -1);
    if (conv == NULL) {
        conv = purple_conversation_new(PURPLE_CONV_TYPE_IM, account, who);
    }
    return purple_cmd_do_command(conv, command + 1, markup, error);
}

void
rig_command(PurpleAccount *account, const char *who, const char *command)
{
    g_autofree char *error = NULL;
    PurpleCmdStatus status = do_command(account, who, command, &error);
    if (status != PURPLE_CMD_STATUS_OK) {
        rig_fail("%s: status %d, %s", command, status, error != NULL ? error : "no words");
    }
}

void
rig_command_fails(PurpleAccount *account, const char *who, const char *command,
                  PurpleCmdStatus wanted, const char *words)
{
    g_autofree char *error = NULL;
    PurpleCmdStatus status = do_command(account, who, command, &error);
    if (status != wanted || !g_pattern_match_simple(words, error != NULL ? error : "")) {
        rig_fail("%s: status %d, %s", command, status, error != NULL ? error : "no words");
    }
}

void
rig_chat_leave(PurpleAccount *account)
{
    purple_conversation_destroy(rig_chat(account));
}
