/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Links that begin with msnim:, as a web page or another program hands them to libpurple: a window
 * opens for the right account, nothing is done without the user, and nonsense is refused. */
#include "rig-deeds.h"

#include <string.h>

static RigServer *server;
static PurpleAccount *alice, *bob;

static void
alice_online(void)
{
    server = rig_server_start("--friends " ALICE "," BOB);
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=0");
}

static void
bob_online_too(void)
{
    alice_online();
    bob = rig_sign_in(server, BOB);
    rig_expect_buddy(bob, ALICE, "online=1");
}

static gboolean
has_window(PurpleAccount *account, const char *who)
{
    return purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, who, account) != NULL;
}

static guint
windows(void)
{
    return g_list_length(purple_get_conversations());
}

/* -- good ones ----------------------------------------------------------------------------------
 */

static void
chat_opens_a_window(void)
{
    static const char *const links[] = {
        "msnim:chat?contact=" BOB,      "msnim:voice?contact=" BOB, "msnim:video?contact=" BOB,
        "MSNIM:Chat?Contact=bob%40example.test", "msnim:chat?x=y&contact=" BOB "&z",
    };
    alice_online();
    for (guint i = 0; i < G_N_ELEMENTS(links); i++) {
        purple_got_protocol_handler_uri(links[i]);
        rig_check(has_window(alice, BOB) && windows() == 1);
        rig_close_window(alice, BOB);
    }
    rig_check(rig_count(NULL, "notify") == 0);
}

/* A stranger gets a window as well: what is written there is the user's. */
static void
anybody_may_be_written_to(void)
{
    alice_online();
    purple_got_protocol_handler_uri("msnim:chat?contact=J%C3%B6rg+tag@Example.test");
    rig_check(has_window(alice, "jörg+tag@example.test"));
    rig_check(windows() == 1);
}

static void
add_asks_first(void)
{
    alice_online();
    purple_got_protocol_handler_uri("msnim:add?contact=" CAROL);
    rig_expect(alice, "request", "type=add-buddy", "who=" CAROL);
    rig_settle();
    rig_check(purple_find_buddy(alice, CAROL) == NULL && windows() == 0);
    rig_expect_lists(server, ALICE, CAROL, "0");
}

/* -- which account ------------------------------------------------------------------------------
 */

static void
the_account_in_the_link(void)
{
    bob_online_too();
    purple_got_protocol_handler_uri("msnim:chat?contact=" CAROL "&account=" BOB);
    rig_check(has_window(bob, CAROL) && !has_window(alice, CAROL));
    purple_got_protocol_handler_uri("msnim:chat?account=Alice%40Example.test&contact=" CAROL);
    rig_check(has_window(alice, CAROL) && windows() == 2);
}

static void
the_account_that_has_the_contact(void)
{
    bob_online_too();
    purple_got_protocol_handler_uri("msnim:chat?contact=" ALICE);
    rig_check(has_window(bob, ALICE) && windows() == 1);
    purple_got_protocol_handler_uri("msnim:chat?contact=" BOB);
    rig_check(has_window(alice, BOB) && windows() == 2);
}

static void
no_account_is_online(void)
{
    alice_online();
    purple_got_protocol_handler_uri("msnim:chat?contact=" BOB "&account=" CAROL);
    rig_expect(NULL, "notify", "type=error", "secondary=*Sign in*");
    rig_disable(alice);
    purple_got_protocol_handler_uri("msnim:add?contact=" CAROL);
    rig_expect(NULL, "notify", "type=error", "secondary=*Sign in*");
    rig_check(windows() == 0);
}

/* -- hostile ones -------------------------------------------------------------------------------
 */

static void
refused(const char *link)
{
    purple_got_protocol_handler_uri(link);
    rig_expect(NULL, "notify", "type=error", "secondary=It is not a link to somebody on MSN.");
}

static void
nonsense_is_refused(void)
{
    static const char *const links[] = {
        "msnim:", "msnim:?", "msnim:chat", "msnim:chat?", "msnim:chat?contact",
        "msnim:chat?contact=", "msnim:chat?contact=bob", "msnim:chat?contact=@",
        "msnim:chat?contact=@example.test", "msnim:chat?contact=bob@", "msnim:chat?contact=a@b@c",
        "msnim:chat?who=" BOB, "msnim:remove?contact=" BOB, "msnim:chatter?contact=" BOB,
        "msnim:?contact=" BOB, "msnim:chat?contact=" BOB "&account=",
        "msnim:chat?contact=" BOB "&account=alice", "msnim:chat?contact=bob%00@example.test",
        "msnim:chat?contact=bob%0d%0a@example.test", "msnim:chat?contact=bob%20x@example.test",
        "msnim:chat?contact=bob%ff@example.test", "msnim:chat?contact=bob\xff@example.test",
        "msnim:chat?contact=bob%4@example.test", "msnim:chat?contact=bob%zz@example.test",
        "msnim:chat?contact=%3Cb%3E@example.test", "msnim:chat?contact=bob%22@example.test",
        "msnim:chat?contact=bob%E2%80%AE@example.test",
        "msnim:chat?contact=bob%E2%80%A8@example.test", "msnim:add?contact=%0aADD@x",
    };
    alice_online();
    for (guint i = 0; i < G_N_ELEMENTS(links); i++) {
        refused(links[i]);
    }
    rig_check(windows() == 0 && rig_open_questions() == 0);
}

static void
long_ones_are_refused(void)
{
    g_autofree char *name = g_strnfill(320 - strlen("@example.test"), 'x');
    g_autofree char *most = g_strconcat("msnim:chat?contact=", name, "@example.test", NULL);
    g_autofree char *more = g_strconcat("msnim:chat?contact=x", name, "@example.test", NULL);
    g_autofree char *immense = g_strnfill(1024 * 1024, '%');
    g_autofree char *flood = g_strconcat("msnim:chat?contact=", immense, NULL);
    alice_online();
    refused(more);
    refused(flood);
    rig_check(windows() == 0);
    purple_got_protocol_handler_uri(most);
    rig_check(windows() == 1);
}

/* Other schemes are other plugins' business. */
static void
other_links_are_left_alone(void)
{
    alice_online();
    purple_got_protocol_handler_uri("xmpp:bob@example.test?message");
    purple_got_protocol_handler_uri("msnimx:chat?contact=" BOB);
    purple_got_protocol_handler_uri("nothing");
    rig_check(windows() == 0 && rig_count(NULL, "notify") == 0);
}

static const RigScenario scenarios[] = {
    {"a link opens a window", chat_opens_a_window, RIG_DIALECTS | RIG_WEB, 0},
    {"anybody may be written to", anybody_may_be_written_to, RIG_ONCE, 0},
    {"a link adds nobody by itself", add_asks_first, RIG_DIALECTS | RIG_WEB, 0},
    {"the account that the link names", the_account_in_the_link, RIG_ONCE, 0},
    {"the account that has the contact", the_account_that_has_the_contact, RIG_ONCE, 0},
    {"no account is online", no_account_is_online, RIG_ONCE, 0},
    {"nonsense is refused", nonsense_is_refused, RIG_ONCE, 0},
    {"long addresses are refused", long_ones_are_refused, RIG_ONCE, 0},
    {"links of others are left alone", other_links_are_left_alone, RIG_ONCE, 0},
};

RIG_MAIN(scenarios)
