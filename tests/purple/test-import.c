/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "Import Buddies From...": the list of an account of another plugin becomes ours, on the server
 * too; nobody twice, and at the pace of the server. */
#include "rig-deeds.h"

#define ALBERT  "albert@example.test"
#define BERTA   "berta@example.test"
#define CECIL   "cecil@example.test"
#define PEOPLE  "--friends " ALICE "," BOB
#define THE_OLD "old-alice@example.test"

static RigServer *server;
static PurpleAccount *alice, *old;

static void
has(const char *who, const char *group, const char *alias)
{
    PurpleBuddy *buddy = purple_buddy_new(old, who, alias);
    PurpleGroup *place = purple_find_group(group);
    if (place == NULL) {
        place = purple_group_new(group);
        purple_blist_add_group(place, NULL);
    }
    purple_blist_add_buddy(buddy, NULL, place, NULL);
}

/* Alice is online; the profile has an account of another plugin. */
static void
an_old_account(void)
{
    server = rig_server_start(PEOPLE " --account " ALBERT ":x:Albert --account " BERTA
                                     ":x:Berta --account " CECIL ":x:Cecil");
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=0");
    old = purple_account_new(THE_OLD, "prpl-jabber");
    purple_accounts_add(old);
}

static void
choose(const char *label)
{
    rig_choose_action(alice, "Import Buddies*");
    rig_expect(alice, "request", "type=fields", "title=Import buddies");
    rig_choose("account", label);
    rig_answer("_OK", NULL);
}

static void
choose_the_old(void)
{
    choose(THE_OLD " (*)");
}

static guint
count_of(const char *who)
{
    GSList *buddies = purple_find_buddies(alice, who);
    guint count = g_slist_length(buddies);
    g_slist_free(buddies);
    return count;
}

/* Of an account whose plugin is gone, libpurple knows no more than the list. */
static void
the_plugin_is_not_there(void)
{
    an_old_account();
    has(ALBERT, "Work", "Bert the Boss");
    purple_account_set_protocol_id(old, "prpl-msn-pecan");
    choose(THE_OLD " (prpl-msn-pecan)");
    rig_expect(alice, "request", "type=action", "primary=1 buddy will be added.\n");
    rig_answer("_Import", NULL);
    rig_expect(NULL, "notify", "type=info", "title=Import buddies", "primary=1 buddy*",
               "secondary=");
    rig_expect_lists(server, ALICE, ALBERT, "3*");
    g_assert_cmpstr(purple_buddy_get_alias(purple_find_buddy(alice, ALBERT)), ==, "Bert the Boss");
}

static void
groups_and_aliases_come_along(void)
{
    an_old_account();
    has(ALBERT, "Work", "Bert the Boss");
    has("Berta@Example.TEST", "Work", NULL);
    has(BERTA, "Choir", NULL);
    has(CECIL, "Choir", "Cess");
    has(BOB, "Choir", "Bobby");
    has(ALICE, "Choir", "Me");
    has("icq-12345", "Choir", NULL);
    choose_the_old();
    rig_expect(alice, "request", "type=action",
               "primary=3 buddies will be added.\n1 buddy is in your list already.\n"
               "1 name is no address and is left out.\n",
               "secondary=*aliases come with them*");
    rig_answer("_Import", NULL);
    rig_expect(NULL, "notify", "type=info", "title=Import buddies", "primary=3 buddies*",
               "secondary=");
    rig_expect_lists(server, ALICE, ALBERT, "3*");
    if (rig_case()->dialect >= 7) {
        rig_expect_lists(server, ALICE, BERTA, "3*Work*");
        rig_expect_lists(server, ALICE, BERTA, "3*Choir*");
    }
    rig_expect_lists(server, ALICE, CECIL, "3*");
    rig_expect_buddy(alice, ALBERT, "group=Work", "shown=Bert the Boss");
    rig_expect_buddy(alice, CECIL, "group=Choir", "shown=Cess");
    rig_expect_buddy(alice, BOB, "shown=Bobby");
    rig_check(count_of(BERTA) == 2 && count_of(ALBERT) == 1 && count_of(BOB) == 1);
    rig_check(count_of(ALICE) == 0);
    /* once more there is nothing left to do */
    choose_the_old();
    rig_expect(NULL, "notify", "type=info", "primary=4 buddies are in your list already.\n1 name*");
    rig_check(rig_open_questions() == 0);
    /* and what was taken over is still there after signing in again */
    rig_disable(alice);
    rig_go_online(alice);
    rig_expect_buddy(alice, ALBERT, "group=Work", "shown=Bert the Boss");
    rig_check(count_of(ALBERT) == 1);
}

static void
refusals_are_told_once(void)
{
    an_old_account();
    has("nobody@example.test", "Work", NULL);
    has(ALBERT, "Work", NULL);
    has("neither@example.test", "Work", "Somebody");
    choose_the_old();
    rig_expect(alice, "request", "type=action", "primary=3 buddies will be added.\n");
    rig_answer("_Import", NULL);
    rig_expect(NULL, "notify", "type=info", "primary=1 buddy was added.",
               "secondary=*no account neither@*no account nobody@*");
    rig_expect_buddy(alice, ALBERT, "group=Work");
    rig_check(count_of("nobody@example.test") == 0 && count_of("neither@example.test") == 0);
}

static void
a_server_that_wants_it_slower(void)
{
    an_old_account();
    has(ALBERT, "Friends", "Bert");
    has(BERTA, "Friends", NULL);
    choose_the_old();
    rig_expect(alice, "request", "type=action");
    rig_server_tell(server, "fault ADC error 713 count 2");
    rig_answer("_Import", NULL);
    rig_server_tell(server, "await fault NS:ADC");
    rig_settle();
    rig_choose_action(alice, "Import Buddies*");
    rig_expect(NULL, "notify", "type=info", "primary=*being added just now*");
    rig_expect(NULL, "notify", "type=info", "primary=2 buddies*", "secondary=");
    rig_expect_lists(server, ALICE, ALBERT, "3*Friends*");
    rig_expect_lists(server, ALICE, BERTA, "3*Friends*");
    rig_expect_buddy(alice, ALBERT, "shown=Bert");
}

static void
many_one_after_the_other(void)
{
    server = rig_server_start(PEOPLE);
    alice = rig_sign_in(server, ALICE);
    old = purple_account_new(THE_OLD, "prpl-jabber");
    purple_accounts_add(old);
    for (guint i = 0; i < 300; i++) {
        g_autofree char *who = g_strdup_printf("friend%u@example.test", i);
        g_autofree char *alias = g_strdup_printf("Friend %u", i);
        g_autofree char *group = g_strdup_printf("Group %u", i % 5);
        rig_server_tell(server, "account %s:x:Somebody", who);
        has(who, group, alias);
    }
    choose_the_old();
    rig_expect(alice, "request", "type=action", "primary=300 buddies will be added.\n");
    rig_answer("_Import", NULL);
    rig_expect(NULL, "notify", "type=info", "primary=300 buddies were added.", "secondary=");
    rig_expect_buddy(alice, "friend299@example.test", "group=Group 4", "shown=Friend 299");
    rig_expect_lists(server, ALICE, "friend299@example.test", "3*Group%204*");
    rig_check(rig_buddy_count(alice) == 301);
}

/* -- what may come between ----------------------------------------------------------------------
 */

static void
nothing_to_import(void)
{
    an_old_account();
    has("icq-12345", "Work", NULL);
    rig_choose_action(alice, "Import Buddies*");
    rig_expect(NULL, "notify", "type=info", "primary=No other account*");
    rig_check(rig_open_questions() == 0);
}

static void
thought_better_of(void)
{
    an_old_account();
    has(ALBERT, "Work", NULL);
    rig_choose_action(alice, "Import Buddies*");
    rig_expect(alice, "request", "type=fields");
    rig_answer("_Cancel", NULL);
    choose_the_old();
    rig_expect(alice, "request", "type=action");
    rig_answer("_Cancel", NULL);
    rig_settle();
    rig_check(count_of(ALBERT) == 0);
    /* the account to import from goes while it is being chosen */
    rig_choose_action(alice, "Import Buddies*");
    rig_expect(alice, "request", "type=fields");
    purple_accounts_delete(old);
    rig_answer("_OK", NULL);
    rig_check(rig_open_questions() == 0);
}

static void
signed_out_in_between(void)
{
    an_old_account();
    has(ALBERT, "Work", "Bert");
    has(BERTA, "Work", NULL);
    choose_the_old();
    rig_expect(alice, "request", "type=action");
    rig_disable(alice);
    rig_check(rig_open_questions() == 0);
    rig_go_online(alice);
    rig_server_tell(server, "fault ADC silent");
    choose_the_old();
    rig_expect(alice, "request", "type=action");
    rig_answer("_Import", NULL);
    rig_server_tell(server, "await fault NS:ADC");
    rig_disable(alice);
    rig_forget("notify");
    rig_go_online(alice);
    choose_the_old();
    rig_expect(alice, "request", "type=action");
    rig_answer("_Import", NULL);
    rig_expect(NULL, "notify", "type=info", "primary=* added.", "secondary=");
    rig_expect_lists(server, ALICE, BERTA, "3*Work*");
    rig_check(count_of(BERTA) == 1);
}

static const RigScenario scenarios[] = {
    {"groups and aliases come along", groups_and_aliases_come_along,
     RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"the plugin is not there", the_plugin_is_not_there, RIG_ONCE, 0},
    {"refusals are told once", refusals_are_told_once, RIG_DIALECTS | RIG_MOODS, 0},
    {"a server that wants it slower", a_server_that_wants_it_slower, RIG_ONCE, 12},
    {"many, one after the other", many_one_after_the_other, RIG_ONCE, 12},
    {"nothing to import", nothing_to_import, RIG_ONCE, 0},
    {"thought better of", thought_better_of, RIG_ONCE, 0},
    {"signed out in between", signed_out_in_between, RIG_ONCE, 12},
};

RIG_MAIN(scenarios)
