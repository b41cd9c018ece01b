/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What there is in a conversation beside plain text: nudges, looks, long messages, names for one
 * message, and kinds that we do not show. */
#include "rig-deeds.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB " --friends " ALICE "," CAROL

static RigServer *server;
static PurpleAccount *alice, *bob;

static void
two_friends(void)
{
    server = rig_server_start(FRIENDS);
    rig_sign_in_friends(server, &alice, &bob);
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

static void
nudge(PurpleAccount *account, const char *who)
{
    purple_prpl_send_attention(purple_account_get_connection(account), who, 0);
}

/* -- nudges -------------------------------------------------------------------------------------
 */

static void
nudges_both_ways(void)
{
    two_friends();
    nudge(alice, BOB);
    rig_expect(alice, "system", "text=*Nudging*");
    rig_expect(bob, "nudge", "who=" ALICE);
    rig_expect(bob, "system", "who=" ALICE, "text=*nudged you*");
    rig_command(bob, ALICE, "/nudge");
    rig_expect(alice, "nudge", "who=" BOB);
}

static void
a_nudge_from_a_hostile_name(void)
{
    alice_and_a_puppet();
    rig_server_tell(server, "name " BOB " <img src=x> & co");
    rig_expect_buddy(alice, BOB, "alias=<img src=x> & co");
    rig_server_tell(server, "nudge " BOB " " ALICE);
    rig_expect(alice, "nudge", "who=" BOB);
    rig_expect(alice, "system", "text=&lt;img src=x&gt; &amp; co has nudged you!",
               "flags=*no-linkify*");
    nudge(alice, BOB);
    rig_expect(alice, "system", "text=Nudging &lt;img src=x&gt; &amp; co...", "flags=*no-linkify*");
}

static void
a_nudge_to_nobody(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    nudge(alice, BOB);
    rig_expect(alice, "im-error", "who=" BOB, "text=*nudge was not delivered*");
}

static void
a_flood_of_nudges(void)
{
    alice_and_a_puppet();
    for (guint i = 0; i < 5; i++) {
        rig_server_tell(server, "nudge " BOB " " ALICE);
    }
    rig_server_tell(server, "say " BOB " " ALICE " enough");
    rig_expect(alice, "im", "text=*enough*");
    rig_check(rig_count(alice, "nudge") == 1);
    rig_expect(alice, "nudge", "who=" BOB);
}

static void
a_nudge_in_a_chat(void)
{
    two_friends();
    rig_server_tell(server, "status " CAROL " NLN");
    rig_choose_for_buddy(alice, BOB, "*Chat*");
    rig_expect_users(alice, ALICE " " BOB);
    rig_server_tell(server, "join " CAROL " " ALICE);
    rig_expect_users(alice, ALICE " " BOB " " CAROL);
    rig_expect_users(bob, ALICE " " BOB " " CAROL);
    rig_server_tell(server, "nudge " CAROL " " ALICE);
    rig_expect(alice, "system", "conv=chat", "from=" CAROL, "text=*Carol &amp; S* nudged you*");
    rig_expect(bob, "system", "conv=chat", "from=" CAROL, "text=*nudged you*");
}

/* -- looks --------------------------------------------------------------------------------------
 */

static char *
heard(PurpleAccount *account, const char *pattern)
{
    g_autofree char *text = g_strconcat("text=*", pattern, "*", NULL);
    return g_ascii_strdown(rig_event_get(rig_expect(account, "im", text), "text"), -1);
}

static void
looks_go_both_ways(void)
{
    two_friends();
    rig_say_markup(
        alice, BOB,
        "<font face=\"Comic Sans MS\" color=\"#0000ff\"><b><i><u><s>all of it</s></u></i>"
        "</b></font>");
    g_autofree char *all = heard(bob, "all of it");
    rig_check(strstr(all, "<b>") && strstr(all, "<i>") && strstr(all, "<u>") && strstr(all, "<s>"));
    rig_check(strstr(all, "#0000ff") != NULL && strstr(all, "comic sans ms") != NULL);
    rig_say_markup(bob, ALICE, "plain");
    g_autofree char *plain = heard(alice, "plain");
    rig_check(strstr(plain, "<b>") == NULL && strstr(plain, "#0000ff") == NULL);
    rig_say_markup(bob, ALICE, "<span style=\"direction:rtl;text-align:right;\">שלום</span>");
    g_autofree char *hebrew = heard(alice, "שלום");
    rig_check(strstr(hebrew, "rtl") != NULL);
    rig_say(alice, BOB, ":-) (L) ;)");
    g_autofree char *smileys = heard(bob, ":-) (L) ;)");
}

static void
format(const char *words, const char *text)
{
    rig_server_tell(server,
                    "saymsg " BOB " " ALICE
                    " MIME-Version: 1.0\\r\\nContent-Type: text/plain; charset=UTF-8\\r\\n"
                    "X-MMS-IM-Format: %s\\r\\n\\r\\n%s",
                    words, text);
}

static void
colours_are_blue_green_red(void)
{
    alice_and_a_puppet();
    format("FN=Arial; EF=; CO=ff; CS=0; PF=22", "this is red");
    g_autofree char *red = heard(alice, "this is red");
    rig_check(strstr(red, "#ff0000") != NULL);
    format("FN=Arial; EF=; CO=8000; CS=0; PF=22", "this is green");
    g_autofree char *green = heard(alice, "this is green");
    rig_check(strstr(green, "#008000") != NULL);
    format("FN=Arial; EF=BS; CO=0; CS=0; PF=22; RL=1", "from the right");
    g_autofree char *right = heard(alice, "from the right");
    rig_check(strstr(right, "rtl") && strstr(right, "<b>") && strstr(right, "<s>"));
}

static void
nothing_from_outside_is_markup(void)
{
    static const char *const fonts[] = {
        "FN=x%22%3E%3Cimg%20src=y%3E; EF=; CO=0; CS=0; PF=22",
        "FN=x\"><img src=y>; EF=B; CO=0",
        "FN=x'><a href='javascript:1'>; EF=I",
        "FN=%00%01%ff%; EF=BBBBXYZ<img>; CO=\"><img>; RL=<img>",
        "FN=A%0D%0AFN:<img>; CO=zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    };
    alice_and_a_puppet();
    for (guint i = 0; i < G_N_ELEMENTS(fonts); i++) {
        g_autofree char *escaped = g_strescape(fonts[i], "\"");
        format(escaped, "<img src=z>&lt; <b>marked</b>");
        g_autofree char *text = heard(alice, "marked");
        rig_check(strstr(text, "<img") == NULL && strstr(text, "<a ") == NULL);
        rig_check(strstr(text, "&lt;b&gt;marked&lt;/b&gt;") != NULL);
    }
}

/* -- long messages ------------------------------------------------------------------------------
 */

static char *
long_text(guint words)
{
    GString *text = g_string_new("begin");
    for (guint i = 0; i < words; i++) {
        g_string_append_printf(text, " wörd%04u", i);
    }
    return g_string_free(text, FALSE);
}

/* What wraps messages needs them whole. */
static void
long_messages_arrive_whole(void)
{
    two_friends();
    g_autofree char *text = long_text(900);
    g_autofree char *pattern = g_strdup_printf("text=*%s*", text);
    rig_say(alice, BOB, text);
    rig_expect_next(bob, "im", "who=" ALICE, pattern);
    rig_say(bob, ALICE, "got it");
    rig_expect(alice, "im", "text=*got it*");
}

static void
long_messages_are_split_for_others(void)
{
    two_friends();
    g_autofree char *text = long_text(900);
    GString *all = g_string_new("");
    guint parts = 0;
    rig_say(alice, BOB, text);
    while (strstr(all->str, "wörd0899") == NULL) {
        const RigEvent *event = rig_expect_next(bob, "im", "who=" ALICE);
        g_autofree char *plain = purple_markup_strip_html(rig_event_get(event, "text"));
        rig_check(strlen(plain) < 1664);
        g_string_append_printf(all, "%s%s",
                               parts++ > 0 && !g_str_has_suffix(all->str, " ") ? " " : "",
                               g_strchug(plain));
    }
    rig_check(parts > 2);
    rig_check_str(all->str, text);
    g_string_free(all, TRUE);
}

static void
pieces_by_capability(void)
{
    g_autofree char *text = long_text(400);
    alice_and_a_puppet();
    rig_server_tell(server, "answer " BOB " on");
    rig_server_tell(server, "caps " BOB " 0");
    rig_say(alice, BOB, text);
    rig_server_tell(server, "await message " ALICE " ; message " ALICE);
    rig_settle();
    rig_check_str(rig_server_tell(server, "count piece " ALICE), "0");
    rig_server_tell(server, "leave " BOB);
    rig_settle();
    rig_server_tell(server, "caps " BOB " 32");
    rig_settle();
    rig_server_tell(server, "forget");
    rig_say(alice, BOB, text);
    rig_server_tell(server, "await piece " ALICE " ; message " ALICE);
}

static void
pieces_are_joined(void)
{
    g_autofree char *text = long_text(300);
    g_autofree char *pattern = g_strdup_printf("text=*%s*", text);
    alice_and_a_puppet();
    rig_server_tell(server, "saychunks " BOB " " ALICE " %s", text);
    rig_expect_next(alice, "im", "who=" BOB, pattern);
}

/* -- names and kinds ----------------------------------------------------------------------------
 */

static void
a_name_for_one_message(void)
{
    alice_and_a_puppet();
    rig_server_tell(server, "sayas " BOB " " ALICE " The%%20%%3CBoss%%3E hello");
    rig_expect(alice, "im", "who=" BOB, "text=*The &lt;Boss&gt;*hello*");
    rig_server_tell(server, "say " BOB " " ALICE " me again");
    rig_expect(alice, "im", "who=" BOB, "text=*me again*", "text!=*Boss*");
    rig_expect_buddy(alice, BOB, "alias=Bob");
}

static void
what_we_do_not_show(void)
{
    alice_and_a_puppet();
    rig_forbid(alice, "im");
    rig_forbid(alice, "system");
    rig_server_tell(server, "clientcaps " BOB " " ALICE " Robot");
    rig_server_tell(server, "datacast " BOB " " ALICE " 2 wink");
    rig_server_tell(server, "emoticon " BOB " " ALICE " (x)");
    rig_server_tell(server, "ink " BOB " " ALICE " gif R0lGODlhAQABAAAAACw=");
    rig_server_tell(server, "saymsg " BOB " " ALICE
                            " MIME-Version: 1.0\\r\\nContent-Type: x/y\\r\\n\\r\\nboo");
    rig_server_tell(server, "saymsg " BOB " " ALICE " no head at all");
    rig_settle();
    rig_allow_all();
    rig_server_tell(server, "say " BOB " " ALICE " seen");
    rig_expect(alice, "im", "text=*seen*");
}

static const RigScenario scenarios[] = {
    {"nudges both ways", nudges_both_ways, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"a nudge from a hostile name", a_nudge_from_a_hostile_name,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"a nudge to nobody", a_nudge_to_nobody, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"a flood of nudges", a_flood_of_nudges, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"a nudge in a chat", a_nudge_in_a_chat, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"looks go both ways", looks_go_both_ways, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"colours are blue, green, red", colours_are_blue_green_red,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"nothing from outside is markup", nothing_from_outside_is_markup,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"long messages arrive whole", long_messages_arrive_whole,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 8},
    {"long messages are split for others", long_messages_are_split_for_others, RIG_ONCE, 7},
    {"pieces by capability", pieces_by_capability, RIG_SINCE | RIG_WEB, 8},
    {"pieces are joined", pieces_are_joined, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"a name for one message", a_name_for_one_message, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"what we do not show", what_we_do_not_show, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
};

RIG_MAIN(scenarios)
