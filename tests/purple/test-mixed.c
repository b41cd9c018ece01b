/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that two people do with each other while they speak different dialects: Alice one with web
 * services, Bob MSNP7 or MSNP12, or 18 while she speaks 15. test-web has what comes first: signing
 * in and out, a word or two, and the lists with MSNP7. */
#include "rig-deeds.h"
#include "rig-share.h"

#define FRIENDS "--friends " ALICE "," BOB " --friends " ALICE "," CAROL " --friends " BOB "," CAROL

static RigServer *server;
static PurpleAccount *alice, *bob;

/* The deed with Bob in this dialect. */
#define WITH(number, deed)                                                                         \
    static void deed##_with_##number(void)                                                         \
    {                                                                                              \
        deed("MSNP" #number);                                                                      \
    }

static void
expect_each_other(void)
{
    rig_expect_buddy(alice, BOB, "online=1");
    rig_expect_buddy(bob, ALICE, "online=1");
}

static void
two_people(const char *options, const char *dialect)
{
    server = rig_server_start(options);
    alice = rig_sign_in(server, ALICE);
    bob = rig_sign_in_as(server, BOB, dialect);
}

static void
two_friends(const char *dialect)
{
    two_people(FRIENDS, dialect);
    expect_each_other();
}

/* -- presence and talk --------------------------------------------------------------------------
 */

/* How one of them is, as the other one sees it. */
static void
every_status_of(PurpleAccount *account, PurpleAccount *other)
{
    static const char *const ids[] = {"away", "brb", "busy", "lunch", "phone", "available"};
    const char *who = purple_account_get_username(account);
    for (guint i = 0; i < G_N_ELEMENTS(ids); i++) {
        g_autofree char *is_id = g_strconcat("status=", ids[i], NULL);
        rig_set_status(account, ids[i], NULL);
        rig_expect_buddy(other, who, is_id);
    }
    rig_set_status(account, "invisible", NULL);
    rig_expect_buddy(other, who, "online=0");
    rig_set_status(account, "available", NULL);
    rig_expect_buddy(other, who, "online=1", "status=available");
}

static void
statuses(const char *dialect)
{
    two_friends(dialect);
    every_status_of(alice, bob);
    every_status_of(bob, alice);
    rig_disable(alice);
    rig_expect_buddy(bob, ALICE, "online=0");
    rig_go_online(alice);
    expect_each_other();
    rig_disable(bob);
    rig_expect_buddy(alice, BOB, "online=0");
    rig_go_online(bob);
    expect_each_other();
}
WITH(7, statuses)
WITH(12, statuses)
WITH(18, statuses)

static void
say_and_answer(PurpleAccount *from, PurpleAccount *to)
{
    const char *who = purple_account_get_username(from), *whom = purple_account_get_username(to);
    g_autofree char *is_who = g_strconcat("who=", who, NULL);
    g_autofree char *is_whom = g_strconcat("who=", whom, NULL);
    rig_say_markup(from, whom, "<b>höher &amp; weiter ☺</b>");
    rig_expect(to, "im", is_who, "text=*<b>*höher &amp; weiter ☺*");
    rig_type(to, who, PURPLE_TYPING);
    rig_expect(from, "typing", is_whom, "state=typing");
    rig_say(to, who, "und zurück");
    rig_expect(from, "im", is_whom, "text=*und zurück*");
    rig_close_window(from, whom);
    rig_close_window(to, who);
}

static void
rooms_are_idle(void)
{
    rig_server_tell(server, "room-close " ALICE);
    rig_settle();
    rig_check_str(rig_server_tell(server, "rooms " ALICE), "");
}

/* Either begins, and begins again once the switchboard is gone. */
static void
talk(const char *dialect)
{
    two_friends(dialect);
    say_and_answer(alice, bob);
    say_and_answer(bob, alice);
    rig_command(alice, BOB, "/nudge");
    rig_expect(bob, "nudge", "who=" ALICE);
    rig_command(bob, ALICE, "/nudge");
    rig_expect(alice, "nudge", "who=" BOB);
    rooms_are_idle();
    say_and_answer(bob, alice);
    rooms_are_idle();
    say_and_answer(alice, bob);
}
WITH(7, talk)
WITH(12, talk)
WITH(18, talk)

/* FROM says it to the chat, and the others read it. */
static void
say_to_all(PurpleAccount *from, PurpleAccount *const others[2], const char *text)
{
    g_autofree char *is_from = g_strconcat("from=", purple_account_get_username(from), NULL);
    g_autofree char *is_text = g_strconcat("text=*", text, "*", NULL);
    rig_chat_say(from, text);
    rig_expect(from, "sent", "conv=chat", is_text);
    for (guint i = 0; i < 2; i++) {
        rig_expect(others[i], "im", "conv=chat", is_from, is_text);
    }
}

/* Alice, Bob of MSNP7 and Carol of MSNP12. */
static void
three_generations(void)
{
    two_friends("MSNP7");
    PurpleAccount *carol = rig_sign_in_as(server, CAROL, "MSNP12");
    rig_expect_buddy(alice, CAROL, "online=1");
    rig_expect_buddy(bob, CAROL, "online=1");
    rig_chat_of_three(bob, alice, carol);
    say_to_all(bob, (PurpleAccount *const[]){alice, carol}, "all here?");
    say_to_all(alice, (PurpleAccount *const[]){bob, carol}, "I am");
    say_to_all(carol, (PurpleAccount *const[]){alice, bob}, "I, too");
    rig_chat_leave(bob);
    rig_expect_users(alice, ALICE " " CAROL);
    rig_expect_users(carol, ALICE " " CAROL);
}

/* -- what they show -----------------------------------------------------------------------------
 */

static void
personal_messages(const char *dialect)
{
    two_friends(dialect);
    rig_set_status(alice, "available", "tea &amp; <b>cake</b> ☺");
    rig_expect_tooltip(bob, ALICE, "*Personal message: tea & cake ☺*");
    rig_set_status(bob, "away", "1 < 2");
    rig_expect_buddy(alice, BOB, "status=away");
    rig_expect_tooltip(alice, BOB, "*Personal message: 1*2*");
    rig_disable(bob);
    rig_go_online(bob); /* it is told at the sign-in, either way */
    rig_expect_tooltip(bob, ALICE, "*Personal message: tea & cake ☺*");
    rig_expect_tooltip(alice, BOB, "*Personal message: 1*2*");
}
WITH(12, personal_messages)
WITH(18, personal_messages)

static void
pictures(const char *dialect)
{
    server = rig_server_start(FRIENDS);
    alice = rig_account(server, ALICE);
    bob = rig_account(server, BOB);
    purple_account_set_string(bob, "dialect", dialect);
    g_autofree char *a = rig_picture("a.png", 20000), *b = rig_picture("b.png", 1203);
    rig_set_icon(alice, a);
    rig_set_icon(bob, b);
    rig_go_online(alice);
    rig_go_online(bob);
    rig_expect_icon(alice, BOB, b);
    rig_expect_icon(bob, ALICE, a);
    rig_set_icon(alice, b);
    rig_expect_icon(bob, ALICE, b);
    rig_set_icon(bob, NULL);
    rig_expect_icon(alice, BOB, NULL);
}
WITH(12, pictures)
WITH(18, pictures)

/* -- files --------------------------------------------------------------------------------------
 */

static void
hand_over(PurpleAccount *from, PurpleAccount *to, const char *name)
{
    g_autofree char *path = rig_file(name, 30000), *folder = rig_folder("received");
    g_autofree char *offer = g_strconcat("primary=*wants to send you ", name, "*", NULL);
    rig_send_file(from, purple_account_get_username(to), path);
    rig_expect(to, "request", "type=action", offer);
    g_autofree char *where = rig_take_file(to, name, folder);
    rig_expect_file_end(from, name, "done");
    rig_expect_file_end(to, name, "done");
    rig_check_same_file(path, where);
}

/* With MSNP7 there is but one way; with later ones first straight, then through the service. */
static void
files(const char *dialect)
{
    two_friends(dialect);
    hand_over(alice, bob, "a.bin");
    hand_over(bob, alice, "b.bin");
}
WITH(7, files)
WITH(12, files)
WITH(18, files)

static void
files_over_the_service(const char *dialect)
{
    server = rig_server_start(FRIENDS);
    alice = rig_account(server, ALICE);
    bob = rig_account(server, BOB);
    purple_account_set_string(bob, "dialect", dialect);
    purple_account_set_bool(alice, "direct_connect", FALSE);
    purple_account_set_bool(bob, "direct_connect", FALSE);
    rig_go_online(alice);
    rig_go_online(bob);
    expect_each_other();
    hand_over(alice, bob, "a.bin");
    hand_over(bob, alice, "b.bin");
}
WITH(12, files_over_the_service)
WITH(18, files_over_the_service)

/* -- the lists ----------------------------------------------------------------------------------
 */

/* One adds the other, who is asked, and accepts, and adds in turn. */
static void
add_and_accept(PurpleAccount *first, PurpleAccount *second)
{
    const char *who = purple_account_get_username(first);
    const char *whom = purple_account_get_username(second);
    g_autofree char *is_who = g_strconcat("who=", who, NULL);
    rig_add_buddy(first, whom, "Work");
    rig_expect(second, "authorize", is_who);
    rig_authorize(second, who, TRUE);
    rig_expect_buddy(first, whom, "online=1");
    rig_add_buddy(second, who, "Work");
    rig_expect_lists(server, ALICE, BOB, "11 Work");
    rig_expect_lists(server, BOB, ALICE, "11 Work");
    expect_each_other();
}

static void
adding(const char *dialect)
{
    two_people("", dialect);
    add_and_accept(alice, bob);
}
WITH(7, adding)
WITH(12, adding)
WITH(18, adding)

static void
being_added(const char *dialect)
{
    two_people("", dialect);
    add_and_accept(bob, alice);
}
WITH(7, being_added)
WITH(12, being_added)
WITH(18, being_added)

static void
block_and_allow(PurpleAccount *account, PurpleAccount *other)
{
    const char *who = purple_account_get_username(account);
    const char *whom = purple_account_get_username(other);
    purple_privacy_deny(account, whom, FALSE, FALSE);
    rig_expect_buddy(other, who, "online=0");
    rig_expect_lists(server, who, whom, "13*");
    purple_privacy_allow(account, whom, FALSE, FALSE);
    rig_expect_buddy(other, who, "online=1");
    rig_expect_lists(server, who, whom, "11*");
}

static void
blocking(const char *dialect)
{
    two_friends(dialect);
    block_and_allow(alice, bob);
    block_and_allow(bob, alice);
}
WITH(12, blocking)
WITH(18, blocking)

#define OTHERS(name, deed)                                                                         \
    {name " with MSNP7,", deed##_with_7, RIG_WEB, 0},                                              \
    OTHERS_LATER(name, deed)
/* The last one is for Alice in 15. */
#define OTHERS_LATER(name, deed)                                                                   \
    {name " with MSNP12,", deed##_with_12, RIG_WEB, 0},                                            \
    {name " of MSNP15 with MSNP18", deed##_with_18, RIG_ONCE, 15}

static const RigScenario scenarios[] = {
    OTHERS("statuses", statuses),
    OTHERS("talk", talk),
    {"a chat with MSNP7 and MSNP12,", three_generations, RIG_WEB, 0},
    OTHERS_LATER("personal messages", personal_messages),
    OTHERS_LATER("pictures", pictures),
    OTHERS("files", files),
    OTHERS_LATER("files over the service", files_over_the_service),
    OTHERS("adding", adding),
    OTHERS("being added", being_added),
    OTHERS_LATER("blocking", blocking),
};

RIG_MAIN(scenarios)
