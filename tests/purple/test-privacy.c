/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Privacy: the allow and block lists are the same in libpurple and on the server, whoever changes
 * them, and nobody is ever on both. */
#include "rig-deeds.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB

enum { AL = 2, BL = 4 };

static RigServer *server;
static PurpleAccount *alice, *bob;

static void
two_friends(void)
{
    server = rig_server_start(FRIENDS);
    rig_sign_in_friends(server, &alice, &bob);
}

static gboolean
is_on(GSList *list, const char *who)
{
    return g_slist_find_custom(list, who, (GCompareFunc) strcmp) != NULL;
}

typedef struct {
    const char *who;
    guint lists;
} Place;

static gboolean
stands_there(gpointer data)
{
    const Place *place = data;
    guint there = (guint) atoi(rig_server_tell(server, "lists " ALICE " %s", place->who));
    guint here =
        (is_on(alice->permit, place->who) ? AL : 0) | (is_on(alice->deny, place->who) ? BL : 0);
    rig_check((there & (AL | BL)) != (AL | BL)); /* never, at no time */
    return (there & (AL | BL)) == place->lists && here == place->lists;
}

/* Waits until he is on these lists, on the server and in libpurple. */
static void
expect_on(const char *who, guint lists)
{
    Place place = {who, lists};
    g_autofree char *what = g_strdup_printf("%s to be on %s", who,
                                            lists == AL   ? "AL"
                                            : lists == BL ? "BL"
                                                          : "neither list");
    rig_wait(what, stands_there, &place);
}

static void
the_block_menu(void)
{
    two_friends();
    expect_on(BOB, AL);
    purple_privacy_deny(alice, BOB, FALSE, FALSE);
    expect_on(BOB, BL);
    rig_expect_buddy(bob, ALICE, "online=0");
    rig_check(!purple_privacy_check(alice, BOB));
    rig_expect_tooltip(alice, BOB, "*Blocked: Yes*");
    rig_say(bob, ALICE, "hello?");
    rig_expect(bob, "im-error", "who=" ALICE, "text=*hello?*");
    purple_privacy_allow(alice, BOB, FALSE, FALSE);
    expect_on(BOB, AL);
    rig_expect_buddy(bob, ALICE, "online=1");
    rig_check(purple_privacy_check(alice, BOB));
    rig_say(bob, ALICE, "hello!");
    rig_expect(alice, "im", "who=" BOB, "text=*hello!*");
}

static void
the_privacy_window(void)
{
    two_friends();
    purple_privacy_deny_add(alice, CAROL, FALSE); /* a stranger */
    expect_on(CAROL, BL);
    purple_privacy_permit_add(alice, CAROL, FALSE);
    expect_on(CAROL, AL);
    purple_privacy_permit_remove(alice, CAROL, FALSE);
    expect_on(CAROL, BL);
    purple_privacy_deny_remove(alice, CAROL, FALSE);
    expect_on(CAROL, AL);
    purple_privacy_deny_add(alice, BOB, FALSE);
    expect_on(BOB, BL);
    rig_disable(alice);
    rig_go_online(alice);
    expect_on(BOB, BL);
    expect_on(CAROL, AL);
}

/* Blocked at the service, and never anything else here, though he is on neither list on the way. */
static gboolean
is_blocked_and_was(gpointer data)
{
    rig_check(is_on(alice->deny, BOB));
    return (atoi(rig_server_tell(server, "lists " ALICE " " BOB)) & (AL | BL)) == BL;
}

static gboolean
is_allowed_and_was(gpointer data)
{
    rig_check(!is_on(alice->deny, BOB));
    return (atoi(rig_server_tell(server, "lists " ALICE " " BOB)) & (AL | BL)) == AL;
}

/* The lists are kept by web services, which answer and refuse. */
static gboolean
on_the_web(void)
{
    return rig_case()->dialect >= 13;
}

/* Each choice comes before the service has answered all of the one before. */
static void
changes_of_mind(void)
{
    two_friends();
    purple_privacy_deny(alice, BOB, FALSE, FALSE);
    rig_wait("Bob to be blocked", is_blocked_and_was, NULL);
    purple_privacy_allow(alice, BOB, FALSE, FALSE);
    rig_wait("Bob to be allowed", is_allowed_and_was, NULL);
    purple_privacy_deny(alice, BOB, FALSE, FALSE);
    purple_privacy_allow(alice, BOB, FALSE, FALSE);
    purple_privacy_deny(alice, BOB, FALSE, FALSE);
    expect_on(BOB, BL);
    purple_privacy_deny_remove(alice, BOB, FALSE);
    purple_privacy_permit_add(alice, BOB, FALSE); /* which is the same once more */
    expect_on(BOB, AL);
    purple_privacy_deny_add(alice, CAROL, FALSE); /* whose turn comes when all that is done */
    expect_on(CAROL, BL);
    if (on_the_web())
        rig_server_tell(server, "await adl " ALICE " BL " CAROL);
    rig_settle();
    expect_on(BOB, AL);
}

static void
lists_from_the_server(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "remote " ALICE " add BL " CAROL);
    rig_server_tell(server, "remote " ALICE " add AL " DAVE);
    alice = rig_sign_in(server, ALICE);
    expect_on(BOB, AL);
    expect_on(CAROL, BL);
    expect_on(DAVE, AL);
    rig_check(!purple_privacy_check(alice, CAROL));
    rig_check(purple_privacy_check(alice, BOB));
}

static void
lists_change_elsewhere(void)
{
    two_friends();
    rig_server_tell(server, "remote " ALICE " rem AL " BOB);
    rig_server_tell(server, "remote " ALICE " add BL " BOB);
    expect_on(BOB, BL);
    rig_expect_buddy(bob, ALICE, "online=0");
    rig_server_tell(server, "remote " ALICE " rem BL " BOB);
    expect_on(BOB, 0);
    rig_server_tell(server, "remote " ALICE " add AL " BOB);
    expect_on(BOB, AL);
}

/* -- who is on neither list ---------------------------------------------------------------------
 */

static void
choose(PurplePrivacyType type)
{
    alice->perm_deny = type;
    serv_set_permit_deny(purple_account_get_connection(alice));
}

static void
modes(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "remote " CAROL " add FL " ALICE); /* Carol is on neither list */
    alice = rig_sign_in(server, ALICE);
    rig_expect(alice, "authorize", "who=" CAROL);
    PurpleAccount *carol = rig_sign_in(server, CAROL);
    rig_check(alice->perm_deny == PURPLE_PRIVACY_DENY_USERS);
    rig_expect_buddy(carol, ALICE, "online=1");
    choose(PURPLE_PRIVACY_ALLOW_USERS);
    rig_server_tell(server, "await blp " ALICE " BL");
    rig_expect_buddy(carol, ALICE, "online=0");
    choose(PURPLE_PRIVACY_DENY_USERS);
    rig_server_tell(server, "await blp " ALICE " AL");
    rig_expect_buddy(carol, ALICE, "online=1");
    choose(PURPLE_PRIVACY_ALLOW_BUDDYLIST);
    rig_server_tell(server, "await blp " ALICE " BL");
    rig_settle();
    rig_disable(alice);
    rig_go_online(alice);
    rig_check(alice->perm_deny == PURPLE_PRIVACY_ALLOW_USERS);
    rig_check_str(rig_server_tell(server, "privacy " ALICE), "A BL");
}

static gboolean
allows_users(gpointer data)
{
    return alice->perm_deny == PURPLE_PRIVACY_ALLOW_USERS;
}

static void
the_mode_changes_elsewhere(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_server_tell(server, "remote " ALICE " blp BL");
    rig_wait("libpurple to block strangers", allows_users, NULL);
    rig_settle();
    rig_check_str(rig_server_tell(server, "privacy " ALICE), "A BL");
    /* with an address book it is said at sign-in */
    rig_check_str(rig_server_tell(server, "count blp " ALICE " AL"),
                  rig_case()->dialect >= 13 ? "1" : "0");
}

/* -- refused ------------------------------------------------------------------------------------
 */

static void
refuse_to_add(void)
{
    if (on_the_web())
        rig_server_tell(server, "fault HTTPS:AddMember soap QuotaLimitReached");
    else
        rig_server_tell(server, "fault %s error 210", rig_case()->dialect >= 10 ? "ADC" : "ADD");
}

static void
expect_no_change(const char *text)
{
    g_autofree char *secondary = g_strconcat("secondary=", text, NULL);
    rig_expect(NULL, "notify", "type=error", "primary=Privacy not changed", secondary);
}

static gboolean
server_allows_all(gpointer data)
{
    return strcmp(rig_server_tell(server, "privacy " ALICE), "A AL") == 0;
}

static void
refused_and_undone(void)
{
    two_friends();
    rig_server_tell(server, "fault BLP error 500");
    choose(PURPLE_PRIVACY_ALLOW_USERS);
    expect_no_change("*");
    rig_check(alice->perm_deny == PURPLE_PRIVACY_DENY_USERS);
    rig_wait("strangers to be allowed in the address book too", server_allows_all, NULL);
    refuse_to_add();
    purple_privacy_deny_add(alice, CAROL, FALSE);
    expect_no_change("*" CAROL "*");
    expect_on(CAROL, 0);
    refuse_to_add();
    purple_privacy_deny(alice, BOB, FALSE, FALSE); /* off the one list already */
    expect_no_change("*" BOB "*");
    expect_on(BOB, AL);
    rig_settle();
}

/* The connection ends in front of the answer: Bob is where he was, and never on both. */
static void
a_lost_answer(void)
{
    static const char *const asked[] = {"DeleteMember", "AddMember"};
    two_friends();
    for (guint i = 0; i < G_N_ELEMENTS(asked); i++) {
        rig_server_tell(server, "fault HTTPS:%s drop", asked[i]);
        purple_privacy_deny_add(alice, BOB, FALSE);
        rig_expect(NULL, "notify", "type=error", "primary=Privacy not changed",
                   "secondary=*" BOB "*");
        expect_on(BOB, AL);
        rig_settle();
    }
}

/* The address book says no before the server is asked. */
static void
refused_by_the_book(void)
{
    two_friends();
    rig_server_tell(server, "forget");
    rig_server_tell(server, "fault HTTPS:ABContactUpdate soap InternalError");
    choose(PURPLE_PRIVACY_ALLOW_USERS);
    expect_no_change("The server refused it*");
    rig_check(alice->perm_deny == PURPLE_PRIVACY_DENY_USERS);
    rig_settle();
    rig_check_str(rig_server_tell(server, "count blp " ALICE " BL"), "0");
    rig_check_str(rig_server_tell(server, "privacy " ALICE), "A AL");
}

/* 219 says that somebody is on the opposite list: off that one and once more, or given up. */
static void
on_the_opposite_list(void)
{
    const char *add = rig_case()->dialect >= 10 ? "ADC" : "ADD";
    two_friends();
    rig_server_tell(server, "fault %s error 219", add);
    purple_privacy_deny_add(alice, CAROL, FALSE);
    expect_on(CAROL, BL);
    rig_server_tell(server, "fault %s error 219 count 2", add);
    purple_privacy_deny_add(alice, DAVE, FALSE);
    rig_expect(NULL, "notify", "type=error", "primary=Privacy not changed",
               "secondary=*" DAVE "*");
    expect_on(DAVE, 0);
    rig_settle();
}

/* What the service has done is so, though the notification server does not take it. */
static void
told_in_vain(void)
{
    two_friends();
    rig_forbid(NULL, "notify");
    rig_server_tell(server, "fault NS:ADL error 241");
    purple_privacy_deny_add(alice, CAROL, FALSE);
    expect_on(CAROL, BL);
    rig_server_tell(server, "await fault NS:ADL");
    rig_settle();
}

static const RigScenario scenarios[] = {
    {"the block menu", the_block_menu, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"the privacy window", the_privacy_window, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"changes of mind", changes_of_mind, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"lists come from the server", lists_from_the_server, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"lists change elsewhere", lists_change_elsewhere, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"who is on neither list", modes, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"the mode changes elsewhere", the_mode_changes_elsewhere,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"refused and undone", refused_and_undone, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"a lost answer", a_lost_answer, RIG_WEB, 15},
    {"refused by the address book", refused_by_the_book, RIG_MOODS | RIG_WEB, 13},
    {"told the server in vain", told_in_vain, RIG_MOODS | RIG_WEB, 13},
    {"on the opposite list", on_the_opposite_list, RIG_SINCE | RIG_MOODS, 2},
};

RIG_MAIN(scenarios)
