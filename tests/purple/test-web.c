/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People on both sides of the divide: Alice's lists and tickets come from web services, Bob's
 * client is from before there were any. Neither is to notice. */
#include "rig-deeds.h"

#define FRIENDS "--friends " ALICE "," BOB

static RigServer *server;
static PurpleAccount *alice, *bob;

static void
two_people(const char *options, const char *dialect)
{
    server = rig_server_start(options);
    alice = rig_sign_in(server, ALICE);
    bob = rig_sign_in_as(server, BOB, dialect);
}

static void
expect_each_other(void)
{
    rig_expect_buddy(alice, BOB, "online=1", "alias=Bob");
    rig_expect_buddy(bob, ALICE, "online=1", "alias=Alice*");
}

static void
talk(void)
{
    rig_say(alice, BOB, "höher & <weiter>");
    rig_expect(bob, "im", "who=" ALICE, "text=*höher &amp; &lt;weiter&gt;*");
    rig_say(bob, ALICE, "und zurück");
    rig_expect(alice, "im", "who=" BOB, "text=*und zurück*");
    rig_type(bob, ALICE, PURPLE_TYPING);
    rig_expect(alice, "typing", "who=" BOB, "state=typing");
    rig_command(alice, BOB, "/nudge");
    rig_expect(bob, "nudge", "who=" ALICE);
}

static void
presence_and_talk(const char *dialect)
{
    two_people(FRIENDS, dialect);
    expect_each_other();
    rig_set_status(alice, "busy", NULL);
    rig_expect_buddy(bob, ALICE, "status=busy");
    rig_set_status(bob, "away", NULL);
    rig_expect_buddy(alice, BOB, "status=away");
    talk();
    rig_disable(bob);
    rig_expect_buddy(alice, BOB, "online=0");
    rig_go_online(bob);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_disable(alice);
    rig_expect_buddy(bob, ALICE, "online=0");
}

static void
with_somebody_of_msnp7(void)
{
    presence_and_talk("MSNP7");
}

static void
with_somebody_of_msnp12(void)
{
    presence_and_talk("MSNP12");
}

static void
adding_across(void)
{
    two_people("", "MSNP7");
    rig_add_buddy(alice, BOB, "Work");
    rig_expect(bob, "authorize", "who=" ALICE);
    rig_authorize(bob, ALICE, TRUE);
    rig_add_buddy(bob, ALICE, "Work");
    rig_expect_lists(server, ALICE, BOB, "11 Work");
    rig_expect_lists(server, BOB, ALICE, "11 Work");
    expect_each_other();
    talk();
}

static void
being_added_across(void)
{
    two_people("", "MSNP7");
    rig_add_buddy(bob, ALICE, "Work");
    rig_expect(alice, "authorize", "who=" BOB);
    rig_authorize(alice, BOB, TRUE);
    rig_expect_lists(server, ALICE, BOB, "10");
    rig_expect_buddy(bob, ALICE, "online=1");
}

static void
blocking_across(void)
{
    two_people(FRIENDS, "MSNP7");
    expect_each_other();
    purple_privacy_deny(alice, BOB, FALSE, FALSE);
    rig_expect_buddy(bob, ALICE, "online=0");
    rig_expect_lists(server, ALICE, BOB, "13*");
    purple_privacy_allow(alice, BOB, FALSE, FALSE);
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_expect_lists(server, ALICE, BOB, "11*");
    purple_privacy_deny(bob, ALICE, FALSE, FALSE);
    rig_expect_buddy(alice, BOB, "online=0");
}

static void
removing_across(void)
{
    two_people(FRIENDS, "MSNP7");
    expect_each_other();
    rig_remove_buddy(alice, BOB, "Friends");
    rig_expect_lists(server, ALICE, BOB, "10*");
    rig_expect_lists(server, BOB, ALICE, "3*");
    rig_expect_gone(alice, BOB, NULL);
    rig_remove_buddy(bob, ALICE, "Friends");
    rig_expect_lists(server, ALICE, BOB, "2*");
}

static const RigScenario scenarios[] = {
    {"presence and talk with somebody of MSNP7,", with_somebody_of_msnp7, RIG_WEB | RIG_MOODS, 0},
    {"presence and talk with somebody of MSNP12,", with_somebody_of_msnp12, RIG_WEB | RIG_MOODS, 0},
    {"adding somebody across the divide,", adding_across, RIG_WEB | RIG_MOODS, 0},
    {"being added across the divide,", being_added_across, RIG_WEB | RIG_MOODS, 0},
    {"blocking across the divide,", blocking_across, RIG_WEB | RIG_MOODS, 0},
    {"removing across the divide,", removing_across, RIG_WEB | RIG_MOODS, 0},
};

RIG_MAIN(scenarios)
