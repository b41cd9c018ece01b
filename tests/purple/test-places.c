/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One person at two places, from MSNP16 on: Alice is here and elsewhere. What she says at one place
 * stands at the other, and each can sign the other out. */
#include "rig-deeds.h"

#include <string.h>

#define FRIENDS  "--friends " ALICE "," BOB
#define THREE    FRIENDS " --friends " ALICE "," CAROL " --friends " BOB "," CAROL
#define OWN_HERE "flags=send*,remote-send"

static RigServer *server;
static PurpleAccount *here, *elsewhere, *bob;

/* libpurple has one account of a name: the second gets it afterwards. */
static PurpleAccount *
another_place(const char *name)
{
    PurpleAccount *account = rig_account(server, "elsewhere@example.test");

    purple_account_set_username(account, ALICE);
    purple_account_set_password(account, rig_password(ALICE));
    purple_account_set_string(account, "place", name);
    return account;
}

static void
two_places(const char *options)
{
    server = rig_server_start(options);
    here = rig_account(server, ALICE);
    purple_account_set_string(here, "place", "the attic");
    elsewhere = another_place("the <cellar>");
    rig_go_online(here);
    rig_go_online(elsewhere);
    rig_settle();
}

static const char *
machine(PurpleAccount *account)
{
    return purple_account_get_string(account, "machine_guid", "");
}

/* ---- what is said ------------------------------------------------------------------------------
 */

static void
said_at_the_other_place(void)
{
    two_places(FRIENDS);
    purple_prefs_set_bool("/purple/logging/log_ims", TRUE);
    bob = rig_sign_in(server, BOB);
    rig_expect_buddy(here, BOB, "online=1");
    rig_expect_buddy(elsewhere, BOB, "online=1");
    rig_say(here, BOB, "one & <only>");
    rig_expect(here, "sent", "text=*one &amp; &lt;only&gt;*");
    rig_expect(bob, "im", "who=" ALICE, "text=*one &amp; &lt;only&gt;*");
    rig_expect(elsewhere, "sent", "who=" BOB, "text=*one &amp; &lt;only&gt;*", OWN_HERE);
    rig_say(bob, ALICE, "both of you?");
    rig_expect(here, "im", "who=" BOB, "text=*both of you?*");
    rig_expect(elsewhere, "im", "who=" BOB, "text=*both of you?*");
    rig_forbid(here, "typing", "who=" ALICE);
    rig_type(elsewhere, BOB, PURPLE_TYPING);
    rig_expect(bob, "typing", "who=" ALICE, "state=typing");
    rig_say(elsewhere, BOB, "yes");
    rig_expect(bob, "im", "text=*yes*");
    rig_expect(here, "sent", "who=" BOB, "text=*yes*", OWN_HERE);
    rig_check(purple_find_conversation_with_account(PURPLE_CONV_TYPE_IM, ALICE, here) == NULL);
}

/* He calls, and both places come; the slower one may be too late for what he calls with. */
static void
he_begins(void)
{
    two_places(FRIENDS);
    bob = rig_sign_in(server, BOB);
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_say(bob, ALICE, "anybody there?");
    while (g_ascii_strtoull(rig_server_tell(server, "count sb-joined " ALICE), NULL, 10) < 2) {
        rig_settle();
    }
    rig_say(bob, ALICE, "hello");
    rig_expect(here, "im", "text=*hello*");
    rig_expect(elsewhere, "im", "text=*hello*");
    rig_say(elsewhere, BOB, "from below");
    rig_expect(bob, "im", "text=*from below*");
    rig_expect(here, "sent", "who=" BOB, "text=*from below*", OWN_HERE);
    rig_forget("im"); /* what he called with, of whoever heard it */
}

static void
in_a_group(void)
{
    PurpleAccount *carol;

    two_places(THREE);
    bob = rig_sign_in(server, BOB);
    carol = rig_sign_in(server, CAROL);
    rig_expect_buddy(here, CAROL, "online=1");
    rig_expect_buddy(elsewhere, CAROL, "online=1");
    rig_say(here, BOB, "first the two of us");
    rig_expect(bob, "im", "text=*the two of us*");
    rig_expect(elsewhere, "sent", "text=*the two of us*", OWN_HERE);
    rig_command(here, BOB, "/invite " CAROL);
    rig_expect_users(here, ALICE " " BOB " " CAROL);
    rig_expect_users(elsewhere, ALICE " " BOB " " CAROL);
    rig_expect_users(carol, ALICE " " BOB " " CAROL);
    rig_chat_say(elsewhere, "all of us");
    rig_expect(carol, "im", "conv=chat", "text=*all of us*");
    rig_expect(bob, "im", "conv=chat", "text=*all of us*");
    rig_expect(here, "sent", "conv=chat", "text=*all of us*", OWN_HERE);
}

/* ---- signing out -------------------------------------------------------------------------------
 */

static void
signed_out_by_name(void)
{
    two_places(FRIENDS);
    rig_choose_action(here, "Signed In At*");
    rig_expect(here, "request", "primary=You are also signed in at");
    rig_choose("place", "1. the <cellar> (Available)");
    rig_answer("Sign*Out There", NULL);
    rig_expect_error(elsewhere, "NAME_IN_USE", "*from another place*");
    rig_server_tell(server, "await note " ALICE " " ALICE " 4");
    rig_settle();
    rig_choose_action(here, "Signed In At*");
    rig_expect(NULL, "notify", "primary=*this place only*");
    rig_check(purple_account_is_connected(here));
    rig_check(!purple_account_is_connected(elsewhere));
}

static void
signed_out_everywhere_else(void)
{
    two_places(FRIENDS);
    rig_choose_action(elsewhere, "Sign Out Everywhere Else");
    rig_expect_error(here, "NAME_IN_USE", "*signed out here from another place*");
    rig_settle();
    rig_choose_action(elsewhere, "Sign Out Everywhere Else");
    rig_expect(NULL, "notify", "primary=*this place only*");
    rig_check(purple_account_is_connected(elsewhere));
}

/* Who wants one place only gets it, and gives it up when she signs in elsewhere. */
static void
one_place_only(void)
{
    server = rig_server_start(FRIENDS);
    here = rig_sign_in(server, ALICE);
    elsewhere = another_place("the cellar");
    purple_account_set_bool(elsewhere, "mpop", FALSE);
    rig_go_online(elsewhere);
    rig_expect_error(here, "NAME_IN_USE", "*signed in from another place*");
    rig_settle();
    rig_check(purple_account_is_connected(elsewhere));
    rig_go_online(here);
    rig_expect_error(elsewhere, "NAME_IN_USE", "*signed in from another place*");
    rig_settle();
    rig_check(purple_account_is_connected(here));
}

static void
both_want_one_place(void)
{
    server = rig_server_start(FRIENDS);
    here = rig_account(server, ALICE);
    purple_account_set_bool(here, "mpop", FALSE);
    elsewhere = another_place("the cellar");
    purple_account_set_bool(elsewhere, "mpop", FALSE);
    rig_go_online(here);
    rig_go_online(elsewhere);
    rig_expect_error(here, "NAME_IN_USE", "*signed in from another place*");
    rig_settle();
    rig_check(purple_account_is_connected(elsewhere));
}

/* Which of them the server means; and the menu has what the list has. */
static void
one_of_them_is_kicked(void)
{
    g_autofree char *menu = NULL;

    two_places(FRIENDS);
    rig_server_tell(server, "kick " ALICE ";%s OTH", machine(here));
    rig_expect_error(here, "NAME_IN_USE", "*signed in from another place*");
    rig_settle();
    rig_check(purple_account_is_connected(elsewhere));
    menu = rig_account_menu(elsewhere);
    rig_check(strstr(menu, "[Signed In At...]") != NULL);
    rig_check(strstr(menu, "[Sign Out Everywhere Else]") != NULL);
}

/* Before MSNP16 one is at one place. */
static void
no_places(void)
{
    g_autofree char *menu = NULL;

    server = rig_server_start(FRIENDS);
    here = rig_sign_in(server, ALICE);
    menu = rig_account_menu(here);
    rig_check(strstr(menu, "Signed In At") == NULL);
    rig_check(strstr(menu, "Everywhere Else") == NULL);
    elsewhere = another_place("the cellar");
    rig_go_online(elsewhere);
    rig_expect_error(here, "NAME_IN_USE", "*signed in from another place*");
}

/* ---- what others say of places -----------------------------------------------------------------
 */

static void
hostile_places(void)
{
    g_autoptr(GString) many = g_string_new(NULL);

    server = rig_server_start(FRIENDS);
    here = rig_sign_in(server, ALICE);
    for (guint i = 0; i < 100; i++)
        g_string_append_printf(many,
                               "<EndpointData id=\"{%08x-1111-4222-8333-444455556666}\"/>", i + 1);
    g_string_append(many, "<PrivateEndpointData id=\"{00000001-1111-4222-8333-444455556666}\">"
                          "<EpName>a&#x26;b\\n%s</EpName><ClientType>9</ClientType>"
                          "<State>X</State></PrivateEndpointData><EndpointData id=\"{no}\"/>");
    rig_server_tell(server, "nsraw " ALICE " UBX 1:" ALICE " %u\\r\\n<Data>%s</Data>",
                    (guint) many->len - 1 + 13, many->str);
    rig_settle();
    rig_choose_action(here, "Signed In At*");
    rig_expect(here, "request", "primary=You are also signed in at");
    rig_choose("place", "1. a&b %s*");
    rig_answer("*Cancel", NULL);
    rig_check(purple_account_is_connected(here));
}

static const RigScenario scenarios[] = {
    {"said at the other place", said_at_the_other_place, RIG_MOODS, 18},
    {"said at the other place, MSNP16", said_at_the_other_place, RIG_LONG, 16},
    {"said at the other place, MSNP17", said_at_the_other_place, RIG_LONG, 17},
    {"he begins", he_begins, RIG_MOODS, 18},
    {"in a group", in_a_group, RIG_MOODS, 18},
    {"in a group, MSNP16", in_a_group, RIG_LONG, 16},
    {"signed out by name", signed_out_by_name, RIG_MOODS, 18},
    {"signed out by name, MSNP16", signed_out_by_name, RIG_LONG, 16},
    {"signed out everywhere else", signed_out_everywhere_else, RIG_MOODS, 18},
    {"one place only", one_place_only, RIG_MOODS, 18},
    {"one place only, MSNP16", one_place_only, RIG_LONG, 16},
    {"both want one place", both_want_one_place, RIG_MOODS, 18},
    {"one of them is kicked", one_of_them_is_kicked, RIG_ONCE, 18},
    {"no places before MSNP16", no_places, RIG_MOODS, 15},
    {"hostile places", hostile_places, RIG_ONCE, 18},
};

RIG_MAIN(scenarios)
