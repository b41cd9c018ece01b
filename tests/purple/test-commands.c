/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Slash commands: what they do is seen on the other side, what is wrong with them is said, and they
 * come and go with the plugin. */
#include "rig-deeds.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB

static RigServer *server;
static PurpleAccount *alice, *bob;

static void
two_friends(void)
{
    server = rig_server_start(FRIENDS);
    rig_sign_in_friends(server, &alice, &bob);
}

static const char *
message_of(PurpleAccount *account, const char *who)
{
    PurplePresence *presence = purple_buddy_get_presence(purple_find_buddy(account, who));
    const char *message = purple_status_get_attr_string(
        purple_presence_get_active_status(presence), "message");
    return message != NULL ? message : "";
}

static gboolean
bob_reads(gpointer message)
{
    return strcmp(message_of(bob, ALICE), message) == 0;
}

static void
status_commands(void)
{
    static const struct {
        const char *command, *status, *title;
    } commands[] = {
        {"/busy", "busy", "Busy"},      {"/brb", "brb", "Be Right Back"},
        {"/away", "away", "Away"},      {"/phone", "phone", "On the Phone"},
        {"/lunch", "lunch", "Out to Lunch"}, {"/online", "available", "Available"},
    };
    two_friends();
    for (guint i = 0; i < G_N_ELEMENTS(commands); i++) {
        g_autofree char *status = g_strconcat("status=", commands[i].status, NULL);
        g_autofree char *line = g_strdup_printf("text=*now “%s”*", commands[i].title);
        rig_command(alice, BOB, commands[i].command);
        rig_expect(alice, "system", "who=" BOB, line);
        rig_expect_buddy(bob, ALICE, status);
        /* the other account has its own */
        rig_check(purple_status_is_available(purple_account_get_active_status(bob)));
    }
    rig_command(alice, BOB, "/invisible");
    rig_expect_buddy(bob, ALICE, "online=0");
    rig_command(alice, BOB, "/online");
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_forget("system");
}

static void
messages_go_with_them(void)
{
    two_friends();
    rig_command(alice, BOB, "/away fish & <chips>");
    rig_wait("Bob to read the message", bob_reads, (gpointer) "fish & <chips>");
    rig_expect_buddy(bob, ALICE, "status=away");
    rig_command(alice, BOB, "/busy"); /* keeps it */
    rig_expect_buddy(bob, ALICE, "status=busy");
    rig_settle();
    rig_check_str(message_of(bob, ALICE), "fish & <chips>");
    rig_command(alice, BOB, "/psm I <3 you");
    rig_expect(alice, "system", "text=*personal message has been changed*");
    rig_wait("Bob to read the new one", bob_reads, (gpointer) "I <3 you");
    rig_expect_buddy(bob, ALICE, "status=busy");
    rig_command(alice, BOB, "/psm");
    rig_wait("Bob to read none", bob_reads, (gpointer) "");
    rig_forget("system");
}

static void
a_new_name(void)
{
    two_friends();
    rig_command(alice, BOB, "/nick Älice & <b>Co</b>");
    rig_expect(alice, "system", "text=*“Älice &amp; &lt;b&gt;Co&lt;/b&gt;”*");
    rig_expect_buddy(bob, ALICE, "alias=Älice & <b>Co</b>");
    rig_command_fails(alice, BOB, "/nick", PURPLE_CMD_STATUS_WRONG_ARGS, "*");
    rig_command_fails(alice, BOB, "/nick  ", PURPLE_CMD_STATUS_FAILED, "*cannot be changed*");
}

/* On the one list, and off the other: the change is made. */
static gboolean
msnpd_has_bob_blocked(gpointer yes)
{
    guint lists = (guint) atoi(rig_server_tell(server, "lists " ALICE " " BOB));
    return (lists & 6) == (GPOINTER_TO_INT(yes) ? 4 : 2);
}

static void
block_and_unblock(void)
{
    two_friends();
    rig_command(alice, BOB, "/block");
    rig_expect(alice, "system", "text=" BOB " is blocked*");
    rig_wait("Bob to be blocked", msnpd_has_bob_blocked, GINT_TO_POINTER(TRUE));
    rig_expect_buddy(bob, ALICE, "online=0");
    rig_command(alice, BOB, "/unblock " BOB);
    rig_expect(alice, "system", "text=" BOB " is no longer blocked*");
    rig_wait("Bob not to be blocked", msnpd_has_bob_blocked, GINT_TO_POINTER(FALSE));
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_command_fails(alice, BOB, "/block bob", PURPLE_CMD_STATUS_FAILED, "*/block friend@*");
    rig_command_fails(alice, BOB, "/unblock bob", PURPLE_CMD_STATUS_FAILED, "*/unblock friend@*");
    rig_settle();
    rig_check(!msnpd_has_bob_blocked(GINT_TO_POINTER(TRUE)));
}

static void
what_is_wrong_is_said(void)
{
    two_friends();
    rig_command_fails(alice, BOB, "/nudge hard", PURPLE_CMD_STATUS_WRONG_ARGS, "*");
    rig_command_fails(alice, BOB, "/invite", PURPLE_CMD_STATUS_WRONG_ARGS, "*");
    rig_command_fails(alice, BOB, "/invite carol", PURPLE_CMD_STATUS_FAILED, "*/invite friend@*");
    rig_choose_for_buddy(alice, BOB, "*Chat*");
    rig_expect_users(alice, ALICE " " BOB);
    rig_command_fails(alice, NULL, "/nudge", PURPLE_CMD_STATUS_FAILED, "*or a circle*");
    rig_command_fails(alice, NULL, "/block", PURPLE_CMD_STATUS_FAILED, "*/block friend@*");
    rig_command(alice, NULL, "/busy");
    rig_expect_buddy(bob, ALICE, "status=busy");
    rig_disable(alice);
    rig_command_fails(alice, BOB, "/nudge", PURPLE_CMD_STATUS_FAILED, "*not signed in*");
    rig_command_fails(alice, BOB, "/busy", PURPLE_CMD_STATUS_FAILED, "*not signed in*");
    rig_forget("system");
}

/* -- help ---------------------------------------------------------------------------------------
 */

static char *
commands_of(PurpleConversation *conv)
{
    GList *names = purple_cmd_list(conv);
    GString *text = g_string_new(" ");
    for (GList *l = names; l != NULL; l = l->next) {
        g_string_append_printf(text, "%s ", (const char *) l->data);
    }
    g_list_free(names);
    return g_string_free(text, FALSE);
}

static const char *const ours[] = {"nudge", "invite", "online",    "away", "brb",   "busy",
                                   "phone", "lunch",  "invisible", "psm",  "nick",  "block",
                                   "unblock"};

static guint
count_ours(PurpleConversation *conv)
{
    g_autofree char *all = commands_of(conv);
    guint count = 0;
    for (guint i = 0; i < G_N_ELEMENTS(ours); i++) {
        g_autofree char *word = g_strdup_printf(" %s ", ours[i]);
        count += strstr(all, word) != NULL;
    }
    return count;
}

static void
help_knows_them(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    PurpleConversation *conv = purple_conversation_new(PURPLE_CONV_TYPE_IM, alice, BOB);
    for (guint i = 0; i < G_N_ELEMENTS(ours); i++) {
        GList *help = purple_cmd_help(conv, ours[i]);
        g_autofree char *glob = g_strdup_printf("%s*: ?*", ours[i]);
        rig_check(g_list_length(help) == 1);
        rig_check(g_pattern_match_simple(glob, help->data));
        g_list_free(help);
    }
    PurpleAccount *other = purple_account_new(ALICE, "prpl-jabber");
    conv->account = other;
    rig_check(count_ours(conv) == 0);
    conv->account = alice;
    rig_check(count_ours(conv) == G_N_ELEMENTS(ours));
    purple_account_destroy(other);
}

static void
they_go_with_the_plugin(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    PurpleConversation *conv = purple_conversation_new(PURPLE_CONV_TYPE_IM, alice, BOB);
    PurplePlugin *plugin = purple_find_prpl("prpl-msn");
    rig_check(count_ours(conv) == G_N_ELEMENTS(ours));
    rig_disable(alice);
    rig_check(purple_plugin_unload(plugin));
    rig_check(count_ours(conv) == 0);
    rig_check(purple_plugin_load(plugin));
    rig_check(count_ours(conv) == G_N_ELEMENTS(ours));
}

static const RigScenario scenarios[] = {
    {"status commands", status_commands, RIG_DIALECTS, 0},
    {"messages go with them", messages_go_with_them, RIG_ONCE, 11},
    {"a new name", a_new_name, RIG_ONCE, 0},
    {"block and unblock", block_and_unblock, RIG_DIALECTS | RIG_WEB, 0},
    {"what is wrong is said", what_is_wrong_is_said, RIG_ONCE, 0},
    {"help knows them", help_knows_them, RIG_ONCE, 0},
    {"they go with the plugin", they_go_with_the_plugin, RIG_ONCE, 0},
};

RIG_MAIN(scenarios)
