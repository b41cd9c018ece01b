/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Custom emoticons: announced with the text, shown in windows of two and of more, fetched once. All
 * accounts of a profile have the same ones of their own: what is seen at the other side is what
 * came. */
#include "rig-share.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB " --friends " ALICE "," CAROL " --friends " BOB "," CAROL

static RigServer *server;
static PurpleAccount *alice, *bob, *carol;
static char *cat, *dog;

static void
two_friends(void)
{
    server = rig_server_start(FRIENDS);
    rig_sign_in_friends(server, &alice, &bob);
    cat = rig_picture("cat.png", 1170);
    dog = rig_picture("dog.png", 5000);
    rig_add_smiley("(cat)", cat);
    rig_add_smiley("(dog)", dog);
}

static const RigEvent *
expect_smiley(PurpleAccount *account, const char *deed, const char *shortcut, const char *path)
{
    g_autofree char *is_deed = g_strconcat("deed=", deed, NULL);
    g_autofree char *is_shortcut = g_strconcat("shortcut=", shortcut, NULL);
    g_autofree char *is_sum = g_strconcat("sum=", path != NULL ? rig_sum(path) : "*", NULL);
    return rig_expect(account, "smiley", is_deed, is_shortcut, is_sum);
}

/* The window knows of it before the text comes, and has the picture in the end. */
static void
expect_shown(PurpleAccount *account, const char *text, const char *shortcut, const char *path)
{
    g_autofree char *is_text = g_strconcat("text=*", text, "*", NULL);
    const RigEvent *said = rig_expect(account, "im", is_text);
    const RigEvent *added = expect_smiley(account, "add", shortcut, NULL);
    rig_check(rig_event_serial(added) < rig_event_serial(said));
    const RigEvent *written = expect_smiley(account, "write", shortcut, path);
    rig_check(rig_event_serial(added) < rig_event_serial(written));
    const RigEvent *closed = expect_smiley(account, "close", shortcut, NULL);
    rig_check(rig_event_serial(written) < rig_event_serial(closed));
}

/* -- in a conversation of two -------------------------------------------------------------------
 */

static void
both_ways(void)
{
    two_friends();
    rig_say(alice, BOB, "look: (cat)");
    expect_shown(bob, "look: (cat)", "(cat)", cat);
    rig_say(bob, ALICE, "and (dog) (dog)");
    expect_shown(alice, "and (dog) (dog)", "(dog)", dog);
}

static void
fetched_once(void)
{
    two_friends();
    rig_say(alice, BOB, "one (cat)");
    expect_shown(bob, "one (cat)", "(cat)", cat);
    rig_forbid(bob, "smiley");
    rig_say(alice, BOB, "two (cat)");
    rig_expect(bob, "im", "text=*two (cat)*");
    rig_allow_all();
    rig_close_window(bob, ALICE); /* another window has to be told again, but nobody is asked */
    rig_server_tell(server, "forget");
    rig_say(alice, BOB, "three (cat)");
    expect_shown(bob, "three (cat)", "(cat)", cat);
}

/* A window that the user opens knows what was announced before. */
static void
known_to_the_next_window(void)
{
    two_friends();
    rig_say(alice, BOB, "one (cat)");
    expect_shown(bob, "one (cat)", "(cat)", cat);
    rig_close_window(bob, ALICE);
    rig_say(bob, ALICE, "I open it");
    rig_expect(alice, "im", "text=*I open it*");
    expect_smiley(bob, "add", "(cat)", NULL);
    expect_smiley(bob, "write", "(cat)", cat);
    expect_smiley(bob, "close", "(cat)", NULL);
}

static void
another_picture_for_the_same(void)
{
    two_friends();
    rig_say(alice, BOB, "one (cat)");
    expect_shown(bob, "one (cat)", "(cat)", cat);
    rig_add_smiley("(cat)", dog);
    rig_say(alice, BOB, "two (cat)");
    expect_shown(bob, "two (cat)", "(cat)", dog);
    rig_add_smiley("(cat)", cat);
    rig_say(alice, BOB, "three (cat)");
    expect_shown(bob, "three (cat)", "(cat)", cat);
}

/* While one is on its way. */
static void
changed_in_haste(void)
{
    two_friends();
    for (guint i = 0; i < 8; i++) {
        g_autofree char *name = g_strdup_printf("%u.png", i);
        g_autofree char *picture = rig_picture(name, 9000);
        rig_add_smiley("(cat)", picture);
        rig_say(alice, BOB, "meow (cat)");
    }
    rig_add_smiley("(cat)", cat);
    rig_say(alice, BOB, "at last (cat)");
    rig_expect(bob, "im", "text=*at last (cat)*");
    expect_smiley(bob, "write", "(cat)", cat);
    rig_forget("im");
}

/* -- what is announced --------------------------------------------------------------------------
 */

static void
not_within_addresses(void)
{
    two_friends();
    rig_add_smiley(":/", cat);
    rig_forbid(bob, "smiley");
    rig_say(alice, BOB, "see http://example.test/(cat) and www.example.test/(dog)");
    rig_expect(bob, "im", "text=*see*");
    rig_allow_all();
    rig_say(alice, BOB, "http://example.test/ (dog)");
    expect_shown(bob, "(dog)", "(dog)", dog);
}

static void
the_longest_and_no_more_than_five(void)
{
    static const char *const shortcuts[] = {"(c", "aa", "bb", "cc", "dd", "ee"};
    two_friends();
    for (guint i = 0; i < G_N_ELEMENTS(shortcuts); i++) {
        rig_add_smiley(shortcuts[i], dog);
    }
    rig_forbid(bob, "smiley", "shortcut=(c");
    rig_forbid(bob, "smiley", "shortcut=ee");
    rig_say(alice, BOB, "(cat) aa bb cc dd ee");
    expect_shown(bob, "dd ee", "(cat)", cat);
    for (guint i = 1; i <= 4; i++) {
        expect_smiley(bob, "close", shortcuts[i], NULL);
    }
    rig_settle();
}

static void
odd_shortcuts(void)
{
    static const char *const shortcuts[] = {"<b>", "&", "☺☺", "\"'", "\\o/"};
    two_friends();
    for (guint i = 0; i < G_N_ELEMENTS(shortcuts); i++) {
        g_autofree char *text = g_strdup_printf("a%ub %s c", i, shortcuts[i]);
        g_autofree char *begin = g_strdup_printf("a%ub", i);
        rig_add_smiley(shortcuts[i], cat);
        rig_say(alice, BOB, text);
        g_autofree char *is_text = g_strconcat("text=*", begin, "*", NULL);
        rig_expect(bob, "im", is_text);
        g_autofree char *is_shortcut = g_strconcat("shortcut=", shortcuts[i], NULL);
        rig_expect(bob, "smiley", "deed=close", is_shortcut);
    }
}

static void
no_picture_is_not_announced(void)
{
    two_friends();
    g_autofree char *text = rig_file_of("text.png", "<svg/> is no picture", 20);
    rig_add_smiley("(text)", text);
    rig_forbid(bob, "smiley");
    rig_say(alice, BOB, "look (text)");
    rig_expect(bob, "im", "text=*look (text)*");
    rig_settle();
}

/* It is announced, but nobody draws it: the window hears that there is nothing. */
static void
immense_pictures_are_not_shown(void)
{
    static const char gif[] = "GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff;";
    two_friends();
    g_autofree char *bomb = rig_file_of("bomb.gif", gif, sizeof gif - 1);
    rig_add_smiley("(bomb)", bomb);
    rig_forbid(bob, "smiley", "deed=write");
    rig_say(alice, BOB, "look (bomb)");
    rig_expect(bob, "im", "text=*look (bomb)*");
    expect_smiley(bob, "close", "(bomb)", NULL);
    rig_say(alice, BOB, "again (bomb)");
    rig_expect(bob, "im", "text=*again (bomb)*");
    expect_smiley(bob, "close", "(bomb)", NULL);
}

/* Bob has no client: msnpd speaks for him. */
static void
alice_and_a_puppet(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=1");
}

/* The window hears that there is nothing, and may hear of it again. */
static void
what_is_not_as_announced(void)
{
    static const char *const lies[] = {"decline", "500", "sha", "size", "huge-total", "bye-early"};
    alice_and_a_puppet();
    rig_server_tell(server, "say " BOB " " ALICE " hello");
    rig_expect(alice, "im", "text=*hello*");
    for (guint i = 0; i < G_N_ELEMENTS(lies); i++) {
        g_autofree char *size = g_strdup_printf("size=%u", 2000 + i);
        rig_forbid(alice, "smiley", "deed=write");
        rig_server_tell(server, "p2p-lie " BOB " %s", lies[i]);
        rig_server_tell(server, "emoticon " BOB " " ALICE " (x) @%u", 2000 + i);
        expect_smiley(alice, "close", "(x)", NULL);
        rig_allow_all();
        rig_server_tell(server, "emoticon " BOB " " ALICE " (x) @%u", 2000 + i);
        rig_expect(alice, "smiley", "deed=write", "shortcut=(x)", size);
        expect_smiley(alice, "close", "(x)", NULL);
    }
}

/* Before there is a window, from somebody who has much to say. */
static void
more_than_anybody_has(void)
{
    alice_and_a_puppet();
    for (guint i = 0; i < 60; i++) {
        rig_server_tell(server, "emoticon " BOB " " ALICE " (%u) @%u", i, 1000 + i);
    }
    rig_forbid(alice, "smiley", "shortcut=(29)"); /* thirty are remembered, the last ones */
    rig_server_tell(server, "say " BOB " " ALICE " (59)");
    rig_expect(alice, "im", "text=*(59)*");
    rig_expect(alice, "smiley", "deed=write", "shortcut=(30)", "size=1030");
    rig_expect(alice, "smiley", "deed=write", "shortcut=(59)", "size=1059");
}

/* Nobody is called to hear of one who cannot be reached so, nor is a telephone. */
static void
announced_where_there_is_a_way(void)
{
    static const char *const others[] = {"yvonne@yahoo.test", "tel:+15550100"};
    server = rig_server_start("--account yvonne@yahoo.test:secret:Yvonne " FRIENDS);
    rig_server_tell(server, "network yvonne@yahoo.test 32");
    rig_server_tell(server, "status yvonne@yahoo.test NLN");
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
    alice = rig_sign_in(server, ALICE);
    cat = rig_picture("cat.png", 1170);
    rig_add_smiley("(cat)", cat);
    for (guint i = 0; rig_case()->dialect >= 14 && i < G_N_ELEMENTS(others); i++) {
        rig_add_buddy(alice, others[i], "Friends");
        rig_server_tell(server, "await contact-added " ALICE " %s", others[i]);
        rig_settle();
        rig_server_tell(server, "fault PGD error 800");
        rig_say(alice, others[i], "my (cat)");
        g_autofree char *is_who = g_strconcat("who=", others[i], NULL);
        rig_expect(alice, "im-error", is_who, "text=*my (cat)*");
    }
    rig_settle();
    rig_check_str(rig_server_tell(server, "rooms " ALICE), "");
    rig_say(alice, BOB, "my (cat)");
    rig_server_tell(server, "await payload " ALICE " * text/x-mms-emoticon ; message " ALICE);
}

/* They have pictures, and do not answer: who speaks to one does not wait for them. */
static void
while_others_do_not_answer(void)
{
    static const char *const silent[] = {"s1@example.test", "s2@example.test", "s3@example.test",
                                         "s4@example.test"};
    g_autoptr(GString) options = g_string_new(FRIENDS);
    for (guint i = 0; i < G_N_ELEMENTS(silent); i++) {
        g_string_append_printf(options, " --account %s:secret --friends " ALICE ",%s", silent[i],
                               silent[i]);
    }
    server = rig_server_start(options->str);
    rig_server_tell(server, "status " BOB " NLN");
    for (guint i = 0; i < G_N_ELEMENTS(silent); i++) {
        rig_server_tell(server, "picture %s @3000", silent[i]);
        rig_server_tell(server, "status %s NLN", silent[i]);
        rig_server_tell(server, "answer %s on", silent[i]);
        rig_server_tell(server, "p2p-lie %s silent", silent[i]);
    }
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=1");
    for (guint i = 0; i < G_N_ELEMENTS(silent); i++) {
        rig_server_tell(server, "await object-asked " ALICE " %s", silent[i]);
    }
    rig_server_tell(server, "emoticon " BOB " " ALICE " (x) @3000");
    rig_server_tell(server, "say " BOB " " ALICE " my (x)");
    rig_expect(alice, "im", "text=*my (x)*");
    rig_expect(alice, "smiley", "deed=write", "shortcut=(x)", "size=3000");
}

/* Two for one picture: it is fetched once, and shown as both. */
static void
two_shortcuts_of_one(void)
{
    alice_and_a_puppet();
    rig_server_tell(server, "emoticon " BOB " " ALICE " (a) @3000");
    rig_server_tell(server, "emoticon " BOB " " ALICE " (b) @3000");
    rig_server_tell(server, "say " BOB " " ALICE " (a)(b)");
    rig_expect(alice, "im", "text=*(a)(b)*");
    rig_expect(alice, "smiley", "deed=write", "shortcut=(a)", "size=3000");
    rig_expect(alice, "smiley", "deed=write", "shortcut=(b)", "size=3000");
    rig_server_tell(server, "await object-served " BOB " " ALICE " 2");
    rig_settle();
    rig_check_str(rig_server_tell(server, "count object-asked " ALICE " " BOB), "1");
}

/* -- in a chat ----------------------------------------------------------------------------------
 */

static void
a_chat_of_three(void)
{
    two_friends();
    carol = rig_sign_in(server, CAROL);
    rig_expect_buddy(alice, CAROL, "online=1");
    rig_expect_buddy(bob, CAROL, "online=1");
    rig_chat_of_three(alice, bob, carol);
}

static void
in_a_chat(void)
{
    a_chat_of_three();
    rig_chat_say(alice, "one (cat)");
    expect_shown(bob, "one (cat)", "(cat)", cat);
    expect_shown(carol, "one (cat)", "(cat)", cat);
    rig_chat_say(carol, "two (dog)");
    expect_shown(alice, "two (dog)", "(dog)", dog);
    expect_shown(bob, "two (dog)", "(dog)", dog);
    rig_forbid(alice, "smiley");
    rig_forbid(carol, "smiley", "shortcut=(cat)");
    rig_chat_say(bob, "three (dog)"); /* they have it, from whomever */
    rig_expect(alice, "im", "text=*three (dog)*");
    rig_expect(carol, "im", "text=*three (dog)*");
    rig_settle();
    rig_forget("im");
}

/* In a chat of many all may be asked at once, two things each, but not for ever more. */
static void
in_a_chat_of_many(void)
{
    g_autoptr(GString) options = g_string_new(FRIENDS);
    g_autoptr(GString) users = g_string_new(ALICE);
    for (guint i = 10; i < 22; i++) {
        g_string_append_printf(options, " --account p%u@example.test:secret", i);
        g_string_append_printf(users, " p%u@example.test", i);
    }
    server = rig_server_start(options->str);
    alice = rig_sign_in(server, ALICE);
    for (guint i = 10; i < 22; i++) {
        rig_server_tell(server, "status p%u@example.test NLN", i);
        rig_server_tell(server, i == 10 ? "call p%u@example.test " ALICE
                                        : "join p%u@example.test p10@example.test", i);
    }
    rig_expect_users(alice, users->str);
    for (guint n = 0; n < 24; n++) {
        guint i = 10 + n % 12;
        rig_server_tell(server, "p2p-lie p%u@example.test silent", i);
        rig_server_tell(server, "emoticon p%u@example.test " ALICE " (%u) @%u", i, n, 3000 + n);
        if (n < 12) {
            rig_server_tell(server, "await object-asked " ALICE " p%u@example.test", i);
        }
    }
    rig_server_tell(server, "say p10@example.test " ALICE " look");
    rig_expect(alice, "im", "text=*look*");
    rig_settle();
    rig_check_str(rig_server_tell(server, "count object-asked " ALICE), "20");
}

/* -- the end ------------------------------------------------------------------------------------
 */

static void
signed_out_while_fetching(void)
{
    two_friends();
    g_autofree char *big = rig_picture("big.png", 200000);
    rig_add_smiley("(big)", big);
    rig_say(alice, BOB, "(big)");
    rig_expect(bob, "im");
    expect_smiley(bob, "add", "(big)", NULL);
    rig_disable(bob);
    expect_smiley(bob, "close", "(big)", NULL); /* without */
    rig_go_online(bob);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_say(alice, BOB, "again (big)");
    rig_expect(bob, "im", "text=*again*");
    expect_smiley(bob, "write", "(big)", big);
}

static void
window_closed_while_fetching(void)
{
    two_friends();
    g_autofree char *big = rig_picture("big.png", 100000);
    rig_add_smiley("(big)", big);
    rig_say(alice, BOB, "(big)");
    rig_expect(bob, "im");
    expect_smiley(bob, "add", "(big)", NULL);
    rig_close_window(bob, ALICE);
    rig_say(alice, BOB, "again (big)");
    rig_expect(bob, "im", "text=*again*");
    expect_smiley(bob, "add", "(big)", NULL);
    expect_smiley(bob, "write", "(big)", big);
    expect_smiley(bob, "close", "(big)", NULL);
}

static void
signed_off_while_served(void)
{
    two_friends();
    g_autofree char *big = rig_picture("big.png", 200000);
    rig_add_smiley("(big)", big);
    rig_say(alice, BOB, "(big)");
    rig_expect(bob, "im");
    expect_smiley(bob, "add", "(big)", NULL);
    rig_disable(alice);
    rig_forget("im-error"); /* whether it was confirmed that Bob has the text */
    expect_smiley(bob, "close", "(big)", NULL);
}

static void
none_in_old_dialects(void)
{
    two_friends();
    rig_forbid(bob, "smiley");
    rig_say(alice, BOB, "look (cat)");
    rig_expect(bob, "im", "text=*look (cat)*");
    rig_settle();
}

static const RigScenario scenarios[] = {
    {"both ways", both_ways, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"fetched once", fetched_once, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"known to the next window", known_to_the_next_window, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"another picture for the same", another_picture_for_the_same,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"changed in haste", changed_in_haste, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"not within addresses", not_within_addresses, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"the longest, and no more than five", the_longest_and_no_more_than_five,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"odd shortcuts", odd_shortcuts, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"no picture is not announced", no_picture_is_not_announced,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"immense pictures are not shown", immense_pictures_are_not_shown,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"what is not as announced", what_is_not_as_announced, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"more than anybody has", more_than_anybody_has, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"announced where there is a way", announced_where_there_is_a_way, RIG_WEB, 14},
    {"while others do not answer", while_others_do_not_answer, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"two shortcuts of one", two_shortcuts_of_one, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"in a chat", in_a_chat, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"in a chat of many", in_a_chat_of_many, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"signed out while fetching", signed_out_while_fetching, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"window closed while fetching", window_closed_while_fetching,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"signed off while served", signed_off_while_served, RIG_SINCE | RIG_MOODS | RIG_WEB, 9},
    {"nothing is left over", both_ways, RIG_LEAKS, 12},
    {"none in old dialects", none_in_old_dialects, RIG_MOODS, 8},
};

RIG_MAIN(scenarios)
