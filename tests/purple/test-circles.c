/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Circles: their people in the buddy list, who is online, what is said in them, who comes and goes;
 * and that nothing that is done to them here reaches the address book. */
#include "rig-deeds.h"

#include <string.h>

#define CIRCLE  "Book club"
#define ENCODED "Book%%20club" /* for a format */

static RigServer *server;
static PurpleAccount *alice, *bob, *carol;
static char *circle_id;

/* Bob is a friend of Alice's, Carol is known by the circle alone. */
static void
a_circle(void)
{
    server = rig_server_start("--friends " ALICE "," BOB);
    circle_id = g_strdup(rig_server_tell(server, "circle " ALICE " " ENCODED " " BOB " " CAROL));
    alice = rig_sign_in(server, ALICE);
}

static void
three_people(void)
{
    a_circle();
    bob = rig_sign_in(server, BOB);
    carol = rig_sign_in(server, CAROL);
    rig_expect_buddy(alice, CAROL, "online=1", "group=" CIRCLE);
    rig_expect_buddy(alice, BOB, "online=1", "group=Friends");
    rig_expect_buddy(alice, BOB, "online=1", "group=" CIRCLE);
    rig_expect_buddy(bob, CAROL, "online=1", "group=" CIRCLE "*");
    rig_expect_buddy(carol, ALICE, "online=1", "group=" CIRCLE "*");
}

static void
open_circle(PurpleAccount *account, const char *name)
{
    PurpleConnection *gc = purple_account_get_connection(account);
    PurplePlugin *prpl = purple_connection_get_prpl(gc);
    GHashTable *components =
        PURPLE_PLUGIN_PROTOCOL_INFO(prpl)->chat_info_defaults(gc, name);
    serv_join_chat(gc, components);
    g_hash_table_destroy(components);
}

/* The entry in the list, as a double click on it has it. */
static void
open_from_list(PurpleAccount *account)
{
    PurpleChat *chat = purple_blist_find_chat(account, circle_id);
    rig_check(chat != NULL);
    rig_check_str(purple_chat_get_name(chat), CIRCLE);
    serv_join_chat(purple_account_get_connection(account), purple_chat_get_components(chat));
}

static void
say_to_all(PurpleAccount *from, const char *text)
{
    PurpleAccount *all[] = {alice, bob, carol};
    g_autofree char *is_from = g_strconcat("from=", purple_account_get_username(from), NULL);
    g_autofree char *pattern = g_strconcat("text=*", text, "*", NULL);
    rig_chat_say(from, text);
    for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
        rig_expect(all[i], all[i] == from ? "sent" : "im", "conv=chat", is_from, pattern);
    }
}

/* -- people -------------------------------------------------------------------------------------
 */

static void
presence_of_its_people(void)
{
    three_people();
    rig_expect_buddy(alice, CAROL, "alias=Carol*");
    rig_set_status(carol, "busy", NULL);
    rig_expect_buddy(alice, CAROL, "status=busy");
    rig_expect_buddy(bob, CAROL, "status=busy");
    rig_set_status(bob, "away", NULL);
    rig_expect_buddy(alice, BOB, "status=away", "group=" CIRCLE);
    rig_expect_buddy(alice, BOB, "status=away", "group=Friends");
    rig_disable(carol);
    rig_expect_buddy(alice, CAROL, "online=0", "group=" CIRCLE);
    rig_disable(bob);
    rig_expect_buddy(alice, BOB, "online=0", "group=Friends");
    rig_check(rig_buddy_count(alice) == 3); /* Bob twice */
    rig_go_online(carol);
    rig_expect_buddy(alice, CAROL, "online=1");
    rig_disable(alice);
    rig_expect_buddy(carol, ALICE, "online=0");
    rig_go_online(alice);
    rig_expect_buddy(alice, CAROL, "online=1", "group=" CIRCLE);
    rig_expect_buddy(alice, BOB, "online=0", "group=" CIRCLE);
    rig_check(rig_buddy_count(alice) == 3);
}

/* Its book, and Alice's own, come one at a time. */
static void
people_in_pages(void)
{
    server =
        rig_server_start("--page-size 1 --friends " ALICE "," BOB " --friends " ALICE "," DAVE);
    rig_server_tell(server, "circle " ALICE " " ENCODED " " BOB " " CAROL);
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "group=" CIRCLE);
    rig_expect_buddy(alice, CAROL, "group=" CIRCLE);
    rig_expect_buddy(alice, DAVE, "group=Friends");
    rig_check(rig_buddy_count(alice) == 4); /* Bob twice */
}

static void
people_come_and_go(void)
{
    three_people();
    rig_server_tell(server, "status " DAVE " NLN");
    rig_server_tell(server, "circle-join " DAVE " " ENCODED);
    rig_expect_buddy(alice, DAVE, "online=1", "group=" CIRCLE);
    open_from_list(alice);
    rig_expect_users(alice, ALICE " " BOB " " CAROL " " DAVE);
    rig_server_tell(server, "circle-leave " DAVE " " ENCODED);
    rig_expect_users(alice, ALICE " " BOB " " CAROL);
    rig_expect_gone(alice, DAVE, NULL);
    rig_server_tell(server, "circle-name " ALICE " " ENCODED " Tea%%20%%26%%20books");
    rig_expect_buddy(alice, CAROL, "online=1", "group=Tea & books*"); /* Bob has one too */
    rig_expect_lists(server, ALICE, CAROL, "0");
}

/* Somebody who is in no circle, and a circle that one is not in: nobody is shown, nothing breaks.
 */
static void
nobodys_business(void)
{
    a_circle();
    rig_expect_buddy(alice, CAROL, "group=" CIRCLE);
    rig_forbid(alice, "chat");
    rig_server_tell(server, "ns " ALICE " NLN NLN 1:eve@example.com;via=9:00000000-0000-0000-0009-"
                            "ffffffffffff@live.com Eve 0:0 0");
    rig_server_tell(server, "ns " ALICE " FLN 1:eve@example.com;via=9:%s@live.com 0:0", circle_id);
    rig_server_tell(server, "ns " ALICE " NLN NLN 1:eve@example.com;via=;via= Eve 0:0 0");
    rig_server_tell(server, "nsraw " ALICE " SDG 0 4\\r\\n\\r\\n\\r\\nNFY PUT 0\\r\\n");
    rig_settle();
    rig_check(purple_find_buddy(alice, "eve@example.com") == NULL);
    rig_allow_all();
}

/* -- talk ---------------------------------------------------------------------------------------
 */

static void
a_conversation_of_three(void)
{
    three_people();
    open_from_list(alice);
    rig_expect_users(alice, ALICE " " BOB " " CAROL);
    say_to_all(alice, "hello circle");
    rig_expect_users(carol, ALICE " " BOB " " CAROL);
    say_to_all(carol, "hello back");
    say_to_all(bob, "hello you two");
    rig_disable(bob);
    rig_expect_users(alice, ALICE " " CAROL);
    rig_chat_leave(alice);
    rig_chat_say(carol, "are you there?");
    rig_expect(alice, "im", "conv=chat", "from=" CAROL, "text=*are you there?*");
    rig_expect(carol, "sent", "text=*are you there?*");
}

/* Heard where the conversation is open; nobody's is opened by it. */
static void
nudges(void)
{
    three_people();
    open_from_list(alice);
    open_circle(bob, CIRCLE);
    rig_expect_users(bob, ALICE " " BOB " " CAROL);
    rig_forbid(carol, "system");
    rig_command(alice, NULL, "/nudge");
    rig_expect(alice, "system", "conv=chat", "text=Nudging " CIRCLE "...");
    rig_server_tell(server, "await circle-nudged " ALICE " " ENCODED);
    rig_expect(bob, "system", "conv=chat", "from=" ALICE, "text=*has nudged you!");
    say_to_all(alice, "wake up");
    rig_server_tell(server, "fault SDG error 800"); /* says nothing, as nothing is lost */
    rig_command(alice, NULL, "/nudge");
    rig_expect(alice, "system", "conv=chat", "text=Nudging " CIRCLE "...");
    say_to_all(alice, "well then");
}

static void
what_is_not_delivered(void)
{
    three_people();
    open_from_list(alice);
    rig_server_tell(server, "fault SDG error 800");
    rig_chat_say(alice, "too much");
    rig_expect(alice, "sent", "text=*too much*");
    rig_expect(alice, "im-error", "conv=chat", "text=*too much*");
    rig_chat_invite(alice, DAVE);
    rig_expect(alice, "system", "conv=chat", "text=*web site*", "flags=*no-linkify*");
    open_circle(alice, "No such circle");
    rig_expect(NULL, "notify", "type=error", "secondary=*No such circle*");
    say_to_all(alice, "once more");
}

/* -- the user's own ideas ------------------------------------------------------------------------
 */

static void
expect_undone(void)
{
    rig_expect(NULL, "notify", "type=error", "primary=*Circles*",
               "secondary=*nothing was changed*");
}

static const char *
books_edited(void)
{
    return rig_server_tell(server, "count ab " ALICE " ABContact");
}

static void
changes_are_undone(void)
{
    g_autofree char *before = NULL;
    a_circle();
    rig_expect_buddy(alice, CAROL, "group=" CIRCLE);
    rig_expect_buddy(alice, BOB, "group=" CIRCLE);
    before = g_strdup(books_edited());
    rig_remove_buddy(alice, CAROL, CIRCLE);
    expect_undone();
    rig_expect_buddy(alice, CAROL, "group=" CIRCLE);
    rig_rename_group(CIRCLE, "Mine");
    expect_undone();
    rig_expect_buddy(alice, CAROL, "group=" CIRCLE);
    rig_rename_group(CIRCLE, "Friends");
    expect_undone();
    rig_expect_buddy(alice, CAROL, "group=" CIRCLE);
    rig_expect_buddy(alice, BOB, "group=Friends");
    rig_move_buddy(alice, CAROL, CIRCLE, "Friends");
    expect_undone();
    rig_expect_buddy(alice, CAROL, "group=" CIRCLE);
    rig_remove_group(CIRCLE);
    expect_undone();
    rig_expect_buddy(alice, CAROL, "group=" CIRCLE);
    rig_expect_buddy(alice, BOB, "group=" CIRCLE);
    rig_add_buddy(alice, DAVE, CIRCLE);
    expect_undone();
    rig_expect_gone(alice, DAVE, NULL);
    rig_alias_buddy(alice, CAROL, "Caro");
    rig_settle();
    rig_check_str(books_edited(), before);
    rig_expect_lists(server, ALICE, CAROL, "0");
    rig_expect_lists(server, ALICE, BOB, "11 Friends");
}

/* What is a circle's is in no saved list. */
static void
not_saved(void)
{
    a_circle();
    rig_expect_buddy(alice, CAROL, "group=" CIRCLE);
    for (PurpleBlistNode *node = purple_blist_get_root(); node != NULL;
         node = purple_blist_node_next(node, TRUE)) {
        gboolean ours = purple_blist_node_get_string(node, "msn-circle") != NULL;
        gboolean saved = PURPLE_BLIST_NODE_SHOULD_SAVE(node);
        if (PURPLE_BLIST_NODE_IS_BUDDY(node) || PURPLE_BLIST_NODE_IS_CHAT(node)) {
            rig_check(ours != saved);
        }
    }
}

static const RigScenario scenarios[] = {
    {"presence of its people", presence_of_its_people, RIG_MOODS, 18},
    {"people in pages", people_in_pages, RIG_MOODS, 18},
    {"people come and go", people_come_and_go, RIG_MOODS, 18},
    {"what is nobody's business", nobodys_business, RIG_ONCE, 18},
    {"a conversation of three", a_conversation_of_three, RIG_MOODS, 18},
    {"nudges", nudges, RIG_MOODS, 18},
    {"what is not delivered", what_is_not_delivered, RIG_ONCE, 18},
    {"changes are undone", changes_are_undone, RIG_ONCE, 18},
    {"not saved", not_saved, RIG_ONCE, 18},
};

RIG_MAIN(scenarios)
