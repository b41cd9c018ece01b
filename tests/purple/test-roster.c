/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The server's list becomes the buddy list, and what only this computer knows is not lost. */
#include "rig-deeds.h"

#include <stdio.h>
#include <string.h>

#define BOT     "echo@example.test"
#define FRIENDS "--friends " ALICE "," BOB " --friends " ALICE "," CAROL " --bot echo:" BOT

static RigServer *server;
static PurpleAccount *alice;

static gboolean
has_groups(void)
{
    return rig_case()->dialect == 0 || rig_case()->dialect >= 7;
}

/* A buddy as somebody adds it by hand, on this computer only. */
static PurpleBuddy *
local_buddy(PurpleAccount *account, const char *who, const char *alias, const char *group_name)
{
    PurpleGroup *group = purple_find_group(group_name);
    if (group == NULL) {
        group = purple_group_new(group_name);
        purple_blist_add_group(group, NULL);
    }
    PurpleBuddy *buddy = purple_buddy_new(account, who, alias);
    purple_blist_add_buddy(buddy, NULL, group, NULL);
    rig_expect(account, "buddy-added");
    return buddy;
}

static guint
count_of(PurpleAccount *account, const char *who)
{
    GSList *buddies = purple_find_buddies(account, who);
    guint count = g_slist_length(buddies);
    g_slist_free(buddies);
    return count;
}

/* -- from the server ----------------------------------------------------------------------------
 */

static void
groups_and_names_come_from_the_server(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "alias=Bob", "shown=Bob");
    rig_expect_buddy(alice, CAROL, "alias=Carol & Søn");
    if (has_groups()) {
        rig_expect_buddy(alice, BOB, "group=Friends");
        rig_expect_buddy(alice, BOT, "group=Bots");
    }
    rig_check(count_of(alice, BOB) == 1);
}

static void
many_contacts_in_many_groups(void)
{
    server = rig_server_start("--contacts 200");
    alice = rig_sign_in(server, ALICE);
    rig_check(rig_buddy_count(alice) == 200);
    rig_expect_buddy(alice, "contact00001@example.test", "online=1", "alias=Contact 1");
    rig_expect_buddy(alice, "contact00200@example.test", "online=0", "alias=Contact 200");
    if (has_groups()) {
        rig_expect_buddy(alice, "contact00001@example.test", "group=Group 2");
        rig_expect_buddy(alice, "contact00200@example.test", "group=Group 1");
    }
}

/* Nobody is missing or there twice; also when it is read again, as one of them goes elsewhere. */
static void
many_contacts_in_small_pages(void)
{
    server = rig_server_start("--contacts 300 --page-size 50");
    alice = rig_sign_in(server, ALICE);
    rig_check(rig_buddy_count(alice) == 300);
    rig_check_str(rig_server_tell(server, "count ab " ALICE " ABFindContactsPaged"), "6");
    rig_expect_buddy(alice, "contact00001@example.test", "online=1", "group=Group 2");
    rig_expect_buddy(alice, "contact00051@example.test", "alias=Contact 51", "group=Group 2");
    rig_expect_buddy(alice, "contact00300@example.test", "online=0", "group=Group 1");
    rig_server_tell(server, "remote " ALICE " rem FL contact00277@example.test");
    rig_expect_gone(alice, "contact00277@example.test", NULL);
    rig_check(rig_buddy_count(alice) == 299);
}

/* The list is not shown by halves: the next attempt has all of it. */
static void
a_page_that_fails(void)
{
    server = rig_server_start("--contacts 300 --page-size 50");
    alice = rig_sign_in(server, ALICE);
    rig_disable(alice);
    rig_server_tell(server, "fault HTTPS:ABFindContactsPaged delay 1 count 3");
    rig_server_tell(server, "fault HTTPS:ABFindContactsPaged error 500");
    rig_enable(alice);
    rig_expect_error(alice, "NETWORK_ERROR", "*cannot give out the contact list*");
    rig_check(rig_buddy_count(alice) == 300);
    rig_go_online(alice);
    rig_check(rig_buddy_count(alice) == 300);
}

/* MSNP10 had to live with accounts that were not moved to the new address book yet. */
static void
numbered_groups_in_msnp10(void)
{
    server = rig_server_start(FRIENDS " --contacts 20 --abch-migrated 0");
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "group=Friends", "alias=Bob");
    rig_expect_buddy(alice, "contact00001@example.test", "group=Group 2", "online=1");
    rig_say(alice, BOT, "hello");
    rig_expect(alice, "im", "who=" BOT, "text=*hello*");
}

static void
no_name_means_the_address(void)
{
    server = rig_server_start("--friends " ALICE "," DAVE);
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, DAVE, "shown=" DAVE);
}

/* -- what is ours stays -------------------------------------------------------------------------
 */

static void
local_data_survives(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_account(server, ALICE);
    PurpleBuddy *bob = local_buddy(alice, BOB, "My Bobby", "Friends");
    purple_blist_node_set_string(PURPLE_BLIST_NODE(bob), "notes", "likes tea");
    purple_blist_node_set_bool(PURPLE_BLIST_NODE(bob), "custom", TRUE);
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "shown=My Bobby", "alias=Bob");
    rig_check(count_of(alice, BOB) == 1);
    rig_check(purple_find_buddy(alice, BOB) == bob);
    rig_check_str(purple_blist_node_get_string(PURPLE_BLIST_NODE(bob), "notes"), "likes tea");
    rig_check(purple_blist_node_get_bool(PURPLE_BLIST_NODE(bob), "custom"));
}

static void
strangers_to_the_server_stay(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_account(server, ALICE);
    local_buddy(alice, "zoe@example.test", "Zoe", "Old Friends");
    rig_forbid(alice, "buddy-removed");
    rig_go_online(alice);
    rig_expect_buddy(alice, "zoe@example.test", "shown=Zoe", "group=Old Friends", "online=0");
    rig_expect_buddy(alice, BOB, "alias=Bob");
}

static void
other_accounts_are_left_alone(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_account(server, ALICE);
    PurpleAccount *other = purple_account_new("alice@irc.example.test", "prpl-irc");
    purple_accounts_add(other);
    PurpleBuddy *theirs = local_buddy(other, BOB, "Other Bob", "Friends");
    rig_forbid(other, "buddy-removed");
    rig_forbid(other, "buddy-added");
    rig_forbid(other, "buddy-alias");
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "alias=Bob");
    rig_check(purple_find_buddy(other, BOB) == theirs);
    rig_check_str(purple_buddy_get_local_buddy_alias(theirs), "Other Bob");
    rig_check(purple_buddy_get_server_alias(theirs) == NULL);
}

static void
signing_in_again_changes_nothing(void)
{
    server = rig_server_start(FRIENDS " --contacts 20");
    alice = rig_sign_in(server, ALICE);
    guint count = rig_buddy_count(alice);
    rig_disable(alice);
    rig_forget("buddy-added");
    rig_forbid(alice, "buddy-added");
    rig_forbid(alice, "buddy-removed");
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "alias=Bob");
    rig_check(rig_buddy_count(alice) == count);
}

static void
capitals_in_an_old_list_are_the_same_person(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_account(server, ALICE);
    local_buddy(alice, "Bob@Example.Test", "Bobby", "Friends");
    rig_go_online(alice);
    rig_check(count_of(alice, BOB) == 1);
    rig_expect_buddy(alice, BOB, "shown=Bobby", "alias=Bob");
}

/* -- on the disk --------------------------------------------------------------------------------
 */

static char *
blist_after_quit(void)
{
    g_autofree char *path = rig_profile_path("blist.xml");
    char *text = NULL;
    rig_finish();
    rig_check(g_file_get_contents(path, &text, NULL, NULL));
    return text;
}

static void
the_list_is_saved(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "alias=Bob");
    g_autofree char *text = blist_after_quit();
    rig_check(strstr(text, "<name>" BOB "</name>") != NULL);
    rig_check(strstr(text, "<group name='Friends'>") != NULL);
}

static void
yesterday(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, CAROL, "alias=Carol & Søn");
}

/* libpurple forgets at its end what the server called somebody. A name like the address is none. */
static void
the_last_name_is_kept(void)
{
    rig_earlier(yesterday);
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "name " CAROL " " CAROL);
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, CAROL, "shown=Carol & Søn", "online=0");
    PurpleBuddy *carol = purple_find_buddy(alice, CAROL);
    rig_check(purple_buddy_get_local_buddy_alias(carol) == NULL); /* that one is the user's */
    rig_check(count_of(alice, CAROL) == 1);
}

/* -- from the days of the old plugin ------------------------------------------------------------
 */

static const char old_accounts[] =
    "<?xml version='1.0' encoding='UTF-8' ?>\n"
    "<account version='1.0'><account><protocol>prpl-msn</protocol><name>" ALICE "</name>"
    "<alias>Alice at home</alias>"
    "<statuses><status type='available' name='Available' active='true'><attributes/></status>"
    "</statuses>"
    "<settings><setting name='server' type='string'>messenger.hotmail.com</setting>"
    "<setting name='port' type='int'>1863</setting>"
    "<setting name='http_method' type='bool'>0</setting>"
    "<setting name='http_method_server' type='string'>gateway.messenger.hotmail.com</setting>"
    "<setting name='custom_smileys' type='bool'>1</setting></settings>"
    "</account></account>\n";

static const char old_blist[] =
    "<?xml version='1.0' encoding='UTF-8' ?>\n"
    "<purple version='1.0'><blist>"
    "<group name='Friends'><setting name='collapsed' type='bool'>1</setting>"
    "<contact alias='The Bobster'><buddy account='" ALICE "' proto='prpl-msn'>"
    "<name>" BOB "</name><alias>Bobby from school</alias>"
    "<setting name='notes' type='string'>owes me money</setting></buddy></contact>"
    "<contact><buddy account='" ALICE "' proto='prpl-msn'><name>gone@example.test</name>"
    "</buddy></contact></group></blist></purple>\n";

static void
an_old_profile_comes_back_to_life(void)
{
    server = rig_server_start(FRIENDS);
    rig_profile_write("accounts.xml", old_accounts);
    rig_profile_write("blist.xml", old_blist);
    alice = rig_account(server, ALICE); /* is there already: gets the password and our server */
    rig_check_str(purple_account_get_alias(alice), "Alice at home");
    rig_expect_buddy(alice, BOB, "shown=Bobby from school");
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "shown=Bobby from school", "group=Friends", "alias=Bob");
    rig_expect_buddy(alice, "gone@example.test", "group=Friends");
    rig_check(count_of(alice, BOB) == 1);
    PurpleBuddy *bob = purple_find_buddy(alice, BOB);
    rig_check_str(purple_blist_node_get_string(PURPLE_BLIST_NODE(bob), "notes"), "owes me money");
    rig_check_str(purple_contact_get_alias(purple_buddy_get_contact(bob)), "The Bobster");
}

static const RigScenario scenarios[] = {
    {"groups and names come from the server", groups_and_names_come_from_the_server,
     RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"many contacts in many groups", many_contacts_in_many_groups,
     RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"many contacts in small pages", many_contacts_in_small_pages, RIG_MOODS, 18},
    {"a page that fails", a_page_that_fails, RIG_MOODS, 18},
    {"numbered groups in MSNP10", numbered_groups_in_msnp10, RIG_ONCE, 10},
    {"no name means the address", no_name_means_the_address, RIG_DIALECTS | RIG_WEB, 0},
    {"local data survives", local_data_survives, RIG_DIALECTS | RIG_WEB, 0},
    {"strangers to the server stay", strangers_to_the_server_stay, RIG_MOODS, 0},
    {"other accounts are left alone", other_accounts_are_left_alone, RIG_ONCE, 0},
    {"signing in again changes nothing", signing_in_again_changes_nothing,
     RIG_DIALECTS | RIG_WEB, 0},
    {"capitals in an old list are the same person", capitals_in_an_old_list_are_the_same_person,
     RIG_ONCE, 0},
    {"the list is saved", the_list_is_saved, RIG_ONCE, 0},
    {"the last name is kept", the_last_name_is_kept, RIG_DIALECTS | RIG_WEB, 0},
    {"an old profile comes back to life", an_old_profile_comes_back_to_life, RIG_MOODS, 0},
};

RIG_MAIN(scenarios)
