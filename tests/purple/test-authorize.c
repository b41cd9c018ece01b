/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who added me: one question, in the right words, and both answers do what MSN does. */
#include "rig-deeds.h"

static RigServer *server;
static PurpleAccount *alice, *bob;

static void
two_strangers(void)
{
    server = rig_server_start("");
    alice = rig_sign_in(server, ALICE);
    bob = rig_sign_in(server, BOB);
}

/* Signs in again without being asked anything. */
static void
sign_in_unasked(void)
{
    rig_disable(alice);
    rig_forbid(alice, "authorize");
    rig_go_online(alice);
    rig_settle();
    rig_allow_all();
}

static void
asked_and_accepted(void)
{
    two_strangers();
    rig_server_tell(server, "remote " ALICE " blp BL"); /* strangers do not see her */
    rig_add_buddy(bob, ALICE, "Friends");
    rig_expect(alice, "authorize", "who=" BOB, "alias=Bob");
    rig_expect_buddy(bob, ALICE, "online=0");
    rig_authorize(alice, BOB, TRUE);
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_expect_lists(server, ALICE, BOB, "10");
    rig_say(bob, ALICE, "thanks");
    rig_expect(alice, "im", "who=" BOB, "text=*thanks*");
    sign_in_unasked();
}

static void
asked_and_declined(void)
{
    two_strangers();
    rig_add_buddy(bob, ALICE, "Friends");
    rig_expect(alice, "authorize", "who=" BOB);
    rig_authorize(alice, BOB, FALSE);
    rig_expect_lists(server, ALICE, BOB, "12");
    rig_check(!purple_privacy_check(alice, BOB));
    rig_expect_buddy(bob, ALICE, "online=0");
    rig_say(bob, ALICE, "please");
    rig_expect(bob, "im-error", "who=" ALICE, "text=*please*");
    sign_in_unasked();
}

static void
added_while_one_was_away(void)
{
    server = rig_server_start("");
    rig_server_tell(server, "remote " BOB " add FL " ALICE);
    rig_server_tell(server, "remote " CAROL " add FL " ALICE);
    alice = rig_sign_in(server, ALICE);
    rig_expect(alice, "authorize", "who=" BOB);
    rig_expect(alice, "authorize", "who=" CAROL);
    rig_authorize(alice, CAROL, TRUE);
    rig_authorize(alice, BOB, FALSE);
    rig_expect_lists(server, ALICE, CAROL, "10");
    rig_expect_lists(server, ALICE, BOB, "12");
    sign_in_unasked();
}

/* Who does not answer is not asked again at each sign-in. */
static void
a_question_without_answer(void)
{
    two_strangers();
    rig_add_buddy(bob, ALICE, "Friends");
    rig_expect(alice, "authorize", "who=" BOB);
    sign_in_unasked();
    sign_in_unasked();
    rig_settle();
}

/* Until all of it is done: in the group too, where there are groups. */
static void
add_to_friends(PurpleAccount *account, const char *owner, const char *who, guint lists)
{
    gboolean has_groups = rig_case()->dialect >= 7;
    g_autofree char *glob = g_strdup_printf(has_groups ? "%u Friends" : "%u*", lists);
    rig_add_buddy(account, who, "Friends");
    rig_expect_lists(server, owner, who, glob);
    rig_expect_buddy(account, who, has_groups ? "group=Friends" : "group=*");
}

static void
asked_once_while_the_question_is_open(void)
{
    two_strangers();
    add_to_friends(bob, BOB, ALICE, 3);
    rig_expect(alice, "authorize", "who=" BOB);
    rig_forbid(alice, "authorize");
    rig_remove_buddy(bob, ALICE, "Friends");
    rig_expect_lists(server, BOB, ALICE, "2");
    add_to_friends(bob, BOB, ALICE, 3);
    rig_allow_all();
    rig_authorize(alice, BOB, TRUE);
    rig_expect_lists(server, ALICE, BOB, "10");
}

/* The question is open when the line is lost: its answer comes to nobody. */
static void
the_line_is_lost_before_the_answer(void)
{
    two_strangers();
    rig_add_buddy(bob, ALICE, "Friends");
    rig_expect(alice, "authorize", "who=" BOB);
    rig_server_tell(server, "drop %s ns", ALICE);
    rig_expect_error(alice, "NETWORK_ERROR", "*");
    rig_disable(alice);
    rig_go_online(alice);
    rig_settle();
}

static void
adding_back_answers_too(void)
{
    two_strangers();
    rig_add_buddy(bob, ALICE, "Friends");
    rig_expect(alice, "authorize", "who=" BOB);
    add_to_friends(alice, ALICE, BOB, 11);
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_expect_buddy(alice, BOB, "online=1");
    sign_in_unasked();
}

/* GTC N: whoever adds one is let in. */
static void
nobody_asks_when_one_wants_no_questions(void)
{
    server = rig_server_start("");
    rig_server_tell(server, "remote " ALICE " gtc N");
    rig_server_tell(server, "remote " BOB " add FL " ALICE);
    alice = rig_account(server, ALICE);
    rig_forbid(alice, "authorize");
    rig_go_online(alice);
    rig_expect_lists(server, ALICE, BOB, "10");
    rig_server_tell(server, "remote " CAROL " add FL " ALICE);
    rig_expect_lists(server, ALICE, CAROL, "10");
    rig_allow_all();
}

static const RigScenario scenarios[] = {
    {"asked and accepted", asked_and_accepted, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"asked and declined", asked_and_declined, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"added while one was away", added_while_one_was_away, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"a question without answer", a_question_without_answer, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"asked once while the question is open", asked_once_while_the_question_is_open,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"the line is lost before the answer", the_line_is_lost_before_the_answer,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"adding back answers too", adding_back_answers_too, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"nobody asks when one wants no questions", nobody_asks_when_one_wants_no_questions,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
};

RIG_MAIN(scenarios)
