/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is there, and in which mood: every status as the other one sees it. */
#include "rig.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB

static RigServer *server;
static PurpleAccount *alice, *bob;

static void
two_friends(const char *options)
{
    g_autofree char *all = g_strconcat(FRIENDS " ", options, NULL);
    server = rig_server_start(all);
    alice = rig_sign_in(server, ALICE);
    bob = rig_sign_in(server, BOB);
    rig_expect_buddy(alice, BOB, "status=available");
    rig_expect_buddy(bob, ALICE, "status=available");
}

static void
idle(PurpleAccount *account, gboolean is_idle)
{
    purple_presence_set_idle(purple_account_get_presence(account), is_idle,
                             is_idle ? time(NULL) - 600 : 0);
}

static void
every_status_is_seen(void)
{
    static const char *const ids[] = {"busy", "brb", "away", "phone", "lunch", "available"};
    two_friends("");
    for (guint i = 0; i < G_N_ELEMENTS(ids); i++) {
        g_autofree char *seen = g_strconcat("status=", ids[i], NULL);
        rig_set_status(bob, ids[i], NULL);
        rig_expect_buddy(alice, BOB, seen, "online=1");
    }
}

static void
every_status_exists(void)
{
    static const char *const ids[] = {"available", "busy",      "brb",     "away", "phone",
                                      "lunch",     "invisible", "offline", "idle"};
    server = rig_server_start("");
    PurpleAccount *account = rig_account(server, ALICE);
    for (guint i = 0; i < G_N_ELEMENTS(ids); i++) {
        PurpleStatusType *type = purple_account_get_status_type(account, ids[i]);
        rig_check(type != NULL);
        rig_check(purple_status_type_is_exclusive(type));
        rig_check(purple_status_type_is_user_settable(type) == (strcmp(ids[i], "idle") != 0));
    }
    rig_check(purple_status_type_get_primitive(purple_account_get_status_type(account, "idle")) ==
              PURPLE_STATUS_AWAY);
    rig_check(purple_status_type_get_primitive(
                  purple_account_get_status_type(account, "invisible")) == PURPLE_STATUS_INVISIBLE);
}

static void
idle_and_back(void)
{
    two_friends("");
    idle(bob, TRUE);
    rig_expect_buddy(alice, BOB, "status=idle", "idle=1", "online=1");
    idle(bob, FALSE);
    rig_expect_buddy(alice, BOB, "status=available", "idle=0");
    rig_set_status(bob, "busy", NULL);
    rig_expect_buddy(alice, BOB, "status=busy");
    idle(bob, TRUE); /* busy says more than idle */
    rig_set_status(bob, "lunch", NULL);
    rig_expect_buddy(alice, BOB, "status=lunch");
    rig_check(rig_count(alice, "buddy-status", "status=idle") == 1);
}

static void
invisible_is_not_seen(void)
{
    two_friends("");
    rig_set_status(bob, "invisible", NULL);
    rig_expect_buddy(alice, BOB, "online=0");
    rig_forget("buddy-on");
    rig_forbid(alice, "buddy-on", "who=" BOB);
    rig_set_status(alice, "busy", NULL); /* the invisible one still sees */
    rig_expect_buddy(bob, ALICE, "status=busy");
    rig_allow_all();
    rig_set_status(bob, "away", NULL);
    rig_expect_buddy(alice, BOB, "status=away");
}

static void
going_is_seen(void)
{
    two_friends("");
    rig_disable(bob);
    rig_expect_buddy(alice, BOB, "online=0");
    rig_go_online(bob);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_server_tell(server, "drop %s ns", BOB);
    rig_expect_error(bob, "NETWORK_ERROR", "*");
    rig_expect_buddy(alice, BOB, "online=0");
}

static void
signs_in_with_the_status_chosen_before(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    bob = rig_account(server, BOB);
    rig_set_status(bob, "phone", NULL);
    rig_forbid(alice, "buddy-status", "who=" BOB, "status=available");
    rig_go_online(bob);
    rig_expect_buddy(alice, BOB, "status=phone");
    rig_expect_buddy(bob, ALICE, "status=available");
}

static void
signs_in_invisible(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    bob = rig_account(server, BOB);
    rig_set_status(bob, "invisible", NULL);
    rig_forbid(alice, "buddy-on", "who=" BOB);
    rig_go_online(bob);
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_set_status(alice, "brb", NULL); /* its echo at Bob's comes after what Alice was told */
    rig_expect_buddy(bob, ALICE, "status=brb");
}

static void
status_changed_while_signing_in(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    bob = rig_account(server, BOB);
    rig_enable(bob);
    rig_set_status(bob, "lunch", NULL);
    rig_expect(bob, "connected");
    rig_expect_buddy(alice, BOB, "status=lunch");
}

static void
half_of_many_are_online(void)
{
    enum { CONTACTS = 40 };
    server = rig_server_start("--contacts 40");
    alice = rig_sign_in(server, ALICE);
    for (guint i = 1; i <= CONTACTS; i++) {
        g_autofree char *who = g_strdup_printf("contact%05u@example.test", i);
        rig_expect_buddy(alice, who,
                         i % 2 == 0   ? "status=offline"
                         : i % 3 == 0 ? "status=away"
                                      : "status=available");
    }
}

static void
a_name_changes(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_server_tell(server, "status " BOB " NLN");
    rig_expect_buddy(alice, BOB, "alias=Bob", "online=1");
    rig_server_tell(server, "name " BOB " Bobby <Tables> ☺ 100%%");
    rig_expect_buddy(alice, BOB, "alias=Bobby <Tables> ☺ 100%", "online=1");
}

static gboolean
own_status_is_busy(gpointer data)
{
    PurpleStatus *status = purple_account_get_active_status(alice);
    return strcmp(purple_status_get_id(status), "busy") == 0;
}

/* The service may change it by itself; saying so to the service again would go round and round. */
static void
own_status_changed_by_the_service(void)
{
    guint dialect = rig_case()->dialect;
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_server_tell(server, "ns %s CHG 0 BSY%s", ALICE, dialect == 0 || dialect >= 8 ? " 0" : "");
    rig_wait("our own status to be busy", own_status_is_busy, NULL);
    rig_settle();
    rig_check_str(rig_server_tell(server, "count status %s BSY", ALICE), "0");
}

static const RigScenario scenarios[] = {
    {"every status is seen", every_status_is_seen, RIG_DIALECTS | RIG_WEB, 0},
    {"every status is seen by", every_status_is_seen, RIG_MOODS, 0},
    {"every status exists", every_status_exists, RIG_ONCE, 0},
    {"idle and back", idle_and_back, RIG_DIALECTS | RIG_WEB, 0},
    {"invisible is not seen", invisible_is_not_seen, RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"going is seen", going_is_seen, RIG_MOODS, 0},
    {"signs in with the status chosen before", signs_in_with_the_status_chosen_before,
     RIG_DIALECTS | RIG_WEB, 0},
    {"signs in invisible", signs_in_invisible, RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"status changed while signing in", status_changed_while_signing_in, RIG_ONCE, 0},
    {"half of many are online", half_of_many_are_online, RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"a name changes", a_name_changes, RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"our own status is changed by the service", own_status_changed_by_the_service,
     RIG_DIALECTS | RIG_WEB, 0},
};

RIG_MAIN(scenarios)
