/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Talking: what one types, the other reads; and what cannot be delivered comes back in words. */
#include "relay.h"
#include "rig.h"

#include <stdio.h>
#include <string.h>

#define BOT     "echo@example.test"
#define FRIENDS "--friends " ALICE "," BOB " --friends " ALICE "," CAROL " --bot echo:" BOT

static RigServer *server;
static PurpleAccount *alice, *bob;

/* Alice and Bob are online and know it of each other. */
static void
two_friends(void)
{
    server = rig_server_start(FRIENDS);
    rig_sign_in_friends(server, &alice, &bob);
}

/* FROM says it and TO reads it. */
static void
say_and_hear(PurpleAccount *from, PurpleAccount *to, const char *text)
{
    g_autofree char *who = g_strconcat("who=", purple_account_get_username(from), NULL);
    g_autofree char *pattern = g_strconcat("text=*", text, "*", NULL);
    rig_say(from, purple_account_get_username(to), text);
    rig_expect(to, "im", who, pattern);
}

/* A message to WHO came back: a red line in the window that quotes it. */
static void
expect_returned(PurpleAccount *account, const char *who, const char *text)
{
    g_autofree char *is_who = g_strconcat("who=", who, NULL);
    g_autofree char *pattern = g_strconcat("text=*", text, "*", NULL);
    rig_expect(account, "im-error", is_who, pattern);
}

/* -- delivered ----------------------------------------------------------------------------------
 */

static void
both_ways(void)
{
    two_friends();
    say_and_hear(alice, bob, "hello Bob");
    say_and_hear(bob, alice, "hello Alice");
    say_and_hear(alice, bob, "how are you?");
    say_and_hear(bob, alice, "fine");
}

static void
any_text(void)
{
    two_friends();
    rig_say(alice, BOB, "Grüße ☺ 漢字 \xf0\x9f\x90\xa7 עברית");
    rig_expect(bob, "im", "text=*Grüße ☺ 漢字 \xf0\x9f\x90\xa7 עברית*");
    rig_say(alice, BOB, "if (a < b && b > c) \"x\" <i>no tag</i> &amp; 100% %20 +");
    rig_expect(bob, "im",
               "text=*if (a &lt; b &amp;&amp; b &gt; c) *x* &lt;i&gt;no tag&lt;/i&gt; &amp;amp; "
               "100% %20 +*");
    rig_say(bob, ALICE, "one\ntwo\n\nfour");
    rig_expect(alice, "im", "text=*one<?r>*two<?r>*<?r>*four*", "text!=*onetwo*");
    rig_say(alice, BOB, "MIME-Version: 1.0\r\n\r\nMSG 1 N 5");
    rig_expect(bob, "im", "text=*MIME-Version: 1.0<*>*MSG 1 N 5*");
}

static void
the_echo_bot_answers(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOT, "online=1");
    rig_say(alice, BOT, "anybody there?");
    rig_expect(alice, "sent", "who=" BOT, "text=*anybody there?*");
    rig_expect(alice, "im", "who=" BOT, "text=*anybody there?*");
}

static void
what_waits_keeps_its_order(void)
{
    two_friends();
    for (guint i = 0; i < 20; i++) {
        g_autofree char *text = g_strdup_printf("number %02u.", i);
        rig_say(alice, BOB, text);
    }
    for (guint i = 0; i < 20; i++) {
        g_autofree char *pattern = g_strdup_printf("text=*number %02u.*", i);
        rig_expect_next(bob, "im", "who=" ALICE, pattern);
    }
}

static void
both_speak_first(void)
{
    two_friends();
    rig_say(alice, BOB, "me first");
    rig_say(bob, ALICE, "no, me");
    rig_expect(alice, "im", "text=*no, me*");
    rig_expect(bob, "im", "text=*me first*");
    say_and_hear(alice, bob, "sorry");
    say_and_hear(bob, alice, "never mind");
}

static void
a_long_text_arrives_whole(void)
{
    two_friends();
    GString *text = g_string_new("");
    for (guint i = 0; i < 500; i++) {
        g_string_append_printf(text, "wörd%03u ", i);
    }
    rig_say(alice, BOB, text->str);
    GString *heard = g_string_new("");
    for (guint expected = 0; expected < 500;) {
        const RigEvent *event = rig_expect_next(bob, "im", "who=" ALICE);
        g_autofree char *plain = purple_markup_strip_html(rig_event_get(event, "text"));
        g_string_append(heard, plain);
        while (expected < 500) {
            g_autofree char *word = g_strdup_printf("wörd%03u", expected);
            if (strstr(heard->str, word) == NULL) {
                break;
            }
            expected++;
        }
    }
    g_string_free(text, TRUE);
    g_string_free(heard, TRUE);
}

static void
looks_are_kept(void)
{
    two_friends();
    rig_say_markup(alice, BOB, "<b>strong</b>");
    rig_expect(bob, "im", "text=*<b>*strong*");
    rig_say_markup(alice, BOB, "<font color=\"#ff0000\" face=\"Courier New\">red</font>");
    const RigEvent *event = rig_expect(bob, "im", "text=*red*");
    g_autofree char *lower = g_ascii_strdown(rig_event_get(event, "text"), -1);
    rig_check(strstr(lower, "#ff0000") != NULL && strstr(lower, "courier new") != NULL);
    rig_say_markup(alice, BOB,
                   "see <A HREF=\"http://a.example.test/?x=1&amp;y=2\">"
                   "http://a.example.test/?x=1&amp;y=2</A>");
    rig_expect(bob, "im", "text=*http://a.example.test/?x=1&amp;y=2*");
}

/* -- typing -------------------------------------------------------------------------------------
 */

static void
typing_both_ways(void)
{
    two_friends();
    say_and_hear(alice, bob, "hi");
    rig_type(alice, BOB, PURPLE_TYPING);
    rig_expect(bob, "typing", "who=" ALICE, "state=typing");
    rig_type(bob, ALICE, PURPLE_TYPING);
    rig_expect(alice, "typing", "who=" BOB, "state=typing");
    say_and_hear(alice, bob, "done typing");
    rig_expect(bob, "typing", "who=" ALICE, "state=none");
}

static void
typing_alone_bothers_nobody_offline(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_forbid(alice, "im-error");
    rig_type(alice, BOB, PURPLE_TYPING);
    rig_type(alice, BOB, PURPLE_NOT_TYPING);
    rig_expect_buddy(alice, BOT, "online=1");
    rig_say(alice, BOT, "still here?");
    rig_expect(alice, "im", "who=" BOT, "text=*still here?*");
}

/* -- switchboards come and go -------------------------------------------------------------------
 */

static void
a_new_switchboard_when_the_old_is_gone(void)
{
    two_friends();
    say_and_hear(alice, bob, "before");
    rig_server_tell(server, "drop %s sb", BOB);
    rig_settle();
    say_and_hear(alice, bob, "after one");
    rig_server_tell(server, "drop %s sb", ALICE);
    rig_settle();
    say_and_hear(alice, bob, "after two");
    say_and_hear(bob, alice, "after three");
}

/* The official service throws both out of a switchboard where nobody spoke for minutes. */
static void
a_new_switchboard_after_a_silence(void)
{
    two_friends();
    say_and_hear(alice, bob, "before");
    rig_forbid(alice, "im-error");
    rig_forbid(alice, "system");
    rig_server_tell(server, "room-close %s", BOB);
    rig_settle();
    say_and_hear(alice, bob, "after");
    rig_server_tell(server, "room-close %s", ALICE);
    rig_settle();
    say_and_hear(bob, alice, "and again");
    rig_check_str(rig_server_tell(server, "count call"), "3");
    rig_allow_all();
}

static void
two_conversations_at_once(void)
{
    two_friends();
    PurpleAccount *carol = rig_sign_in(server, CAROL);
    rig_expect_buddy(alice, CAROL, "online=1");
    rig_forbid(bob, "im", "text=*Carol*");
    rig_forbid(carol, "im", "text=*Bob*");
    for (guint i = 0; i < 3; i++) {
        rig_say(alice, BOB, "to Bob");
        rig_say(alice, CAROL, "to Carol");
        rig_expect(bob, "im", "who=" ALICE, "text=*to Bob*");
        rig_expect(carol, "im", "who=" ALICE, "text=*to Carol*");
        rig_say(bob, ALICE, "from Bob");
        rig_say(carol, ALICE, "from Carol");
        rig_expect(alice, "im", "who=" BOB, "text=*from Bob*");
        rig_expect(alice, "im", "who=" CAROL, "text=*from Carol*");
    }
    rig_allow_all();
}

static void
the_other_comes_back(void)
{
    two_friends();
    say_and_hear(alice, bob, "before");
    rig_disable(bob);
    rig_expect_buddy(alice, BOB, "online=0");
    rig_go_online(bob);
    rig_expect_buddy(alice, BOB, "online=1");
    say_and_hear(alice, bob, "welcome back");
    say_and_hear(bob, alice, "thanks");
}

static void
the_window_is_closed(void)
{
    two_friends();
    say_and_hear(alice, bob, "one");
    rig_close_window(alice, BOB);
    say_and_hear(bob, alice, "two");
    rig_close_window(alice, BOB);
    rig_close_window(bob, ALICE);
    say_and_hear(alice, bob, "three");
}

static void
somebody_not_on_the_list(void)
{
    server = rig_server_start(FRIENDS);
    bob = rig_sign_in(server, BOB);
    PurpleAccount *dave = rig_sign_in(server, DAVE);
    rig_say(dave, BOB, "do you know me?");
    rig_expect(bob, "im", "who=" DAVE, "text=*do you know me?*");
    rig_say(bob, DAVE, "no");
    rig_expect(dave, "im", "who=" BOB, "text=*no*");
}

/* -- not delivered ------------------------------------------------------------------------------
 */

static void
to_somebody_offline(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_say(alice, BOB, "first <try>");
    rig_say(alice, BOB, "second try");
    expect_returned(alice, BOB, "first &lt;try&gt;");
    expect_returned(alice, BOB, "second try");
}

static void
to_somebody_who_does_not_exist(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_say(alice, "ghost@example.test", "boo");
    expect_returned(alice, "ghost@example.test", "boo");
}

static void
while_invisible(void)
{
    two_friends();
    rig_set_status(alice, "invisible", NULL);
    rig_expect_buddy(bob, ALICE, "online=0");
    rig_say(alice, BOB, "can you hear me?");
    expect_returned(alice, BOB, "can you hear me?");
    rig_set_status(alice, "available", NULL);
    rig_expect_buddy(bob, ALICE, "online=1");
    say_and_hear(alice, bob, "and now?");
}

static void
refused_by_the_switchboard(void)
{
    two_friends();
    say_and_hear(alice, bob, "hi");
    rig_server_tell(server, "nak %s", ALICE);
    rig_say(alice, BOB, "never arrives");
    expect_returned(alice, BOB, "never arrives");
    say_and_hear(alice, bob, "this does");
}

static void
lost_before_it_was_acknowledged(void)
{
    two_friends();
    say_and_hear(alice, bob, "hi");
    rig_server_tell(server, "fault SB:MSG drop");
    rig_say(alice, BOB, "into the void");
    expect_returned(alice, BOB, "into the void");
    say_and_hear(alice, bob, "again");
}

static void
signed_out_before_it_was_delivered(void)
{
    two_friends();
    rig_server_tell(server, "fault XFR silent");
    rig_say(alice, BOB, "waits for ever");
    rig_disable(alice);
    expect_returned(alice, BOB, "waits for ever");
}

static void
too_late(void)
{
    rig_say(alice, BOB, "a moment too late");
}

/* The session has ended, libpurple has not closed the connection yet, and somebody presses Enter.
 */
static void
said_while_the_connection_ends(void)
{
    static char handle;
    two_friends();
    purple_signal_connect(purple_connections_get_handle(), "connection-error", &handle,
                          PURPLE_CALLBACK(too_late), NULL);
    rig_server_tell(server, "kick " ALICE " SSD");
    rig_expect_error(alice, "NETWORK_ERROR", "*");
    purple_signals_disconnect_by_handle(&handle);
    expect_returned(alice, BOB, "a moment too late");
}

static void
the_switchboard_cannot_be_reached(void)
{
    two_friends();
    rig_server_tell(server, "fault XFR error 800");
    rig_say(alice, BOB, "too fast");
    expect_returned(alice, BOB, "too fast");
    rig_server_tell(server, "fault CAL error 217");
    rig_say(alice, BOB, "not there");
    expect_returned(alice, BOB, "not there");
    say_and_hear(alice, bob, "at last");
}

static const RigScenario scenarios[] = {
    {"messages go both ways", both_ways, RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"any text arrives as it was", any_text, RIG_DIALECTS | RIG_WEB, 0},
    {"the echo bot answers", the_echo_bot_answers, RIG_MOODS, 0},
    {"what waits for the switchboard keeps its order", what_waits_keeps_its_order,
     RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"both speak first", both_speak_first, RIG_MOODS, 0},
    {"a long text arrives whole", a_long_text_arrives_whole, RIG_ONCE, 0},
    {"looks are kept", looks_are_kept, RIG_ONCE, 0},
    {"typing goes both ways", typing_both_ways, RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"typing alone bothers nobody offline", typing_alone_bothers_nobody_offline, RIG_ONCE, 0},
    {"a new switchboard when the old one is gone", a_new_switchboard_when_the_old_is_gone,
     RIG_DIALECTS | RIG_WEB, 0},
    {"a new switchboard after a silence", a_new_switchboard_after_a_silence,
     RIG_DIALECTS | RIG_WEB, 0},
    {"two conversations at once", two_conversations_at_once, RIG_MOODS, 0},
    {"the other comes back", the_other_comes_back, RIG_MOODS, 0},
    {"the window is closed", the_window_is_closed, RIG_ONCE, 0},
    {"somebody not on the list", somebody_not_on_the_list, RIG_MOODS, 0},
    {"to somebody offline", to_somebody_offline, RIG_DIALECTS | RIG_MOODS, 0},
    {"to somebody who does not exist", to_somebody_who_does_not_exist, RIG_MOODS, 0},
    {"while invisible", while_invisible, RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"refused by the switchboard", refused_by_the_switchboard, RIG_DIALECTS | RIG_WEB, 0},
    {"lost before it was acknowledged", lost_before_it_was_acknowledged,
     RIG_DIALECTS | RIG_WEB, 0},
    {"said while the connection ends", said_while_the_connection_ends, RIG_ONCE, 0},
    {"signed out before it was delivered", signed_out_before_it_was_delivered, RIG_ONCE, 0},
    {"the switchboard cannot be reached", the_switchboard_cannot_be_reached, RIG_ONCE, 0},
};

RIG_MAIN(scenarios)
