/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Editing the list: what one does in Pidgin's windows is so on the server, what the server refuses
 * is undone and explained, and what happens elsewhere is seen here. */
#include "rig-deeds.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB " "
#define GHOST   "ghost@example.test"
#define YAHOO   "yvonne@yahoo.example"

static RigServer *server;
static PurpleAccount *alice, *bob;

static gboolean
has_groups(void)
{
    return rig_case()->dialect >= 7;
}

/* Where friends stand. */
static const char *
home(void)
{
    return has_groups() ? "Friends" : "Other Contacts";
}

static void
two_friends(const char *options)
{
    g_autofree char *all = g_strconcat(FRIENDS, options, NULL);
    server = rig_server_start(all);
    alice = rig_sign_in(server, ALICE);
    bob = rig_sign_in(server, BOB);
    rig_expect_buddy(alice, BOB, "online=1", "group=*");
}

/* Bob has no client, so that what is done to a group is done to Alice's only: accounts of one
 * libpurple share their groups. */
static void
one_friend(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=1");
}

static guint
count_of(PurpleAccount *account, const char *who)
{
    GSList *buddies = purple_find_buddies(account, who);
    guint count = g_slist_length(buddies);
    g_slist_free(buddies);
    return count;
}

static void
sign_in_again(PurpleAccount *account)
{
    rig_settle(); /* the last answer has come */
    rig_disable(account);
    rig_forget("buddy-added");
    rig_forget("buddy-removed");
    rig_forbid(account, "buddy-added");
    rig_forbid(account, "buddy-removed");
    rig_go_online(account);
    rig_settle();
    rig_allow_all();
}

/* -- people -------------------------------------------------------------------------------------
 */

static void
add_each_other(void)
{
    server = rig_server_start("");
    alice = rig_sign_in(server, ALICE);
    bob = rig_sign_in(server, BOB);
    if (has_groups())
        rig_forbid(alice, "buddy-added", "who=" BOB, "group=Other Contacts");
    rig_add_buddy(alice, BOB, "Work");
    rig_expect_lists(server, ALICE, BOB, has_groups() ? "3 Work" : "3*");
    rig_expect(bob, "authorize", "who=" ALICE);
    rig_authorize(bob, ALICE, TRUE);
    rig_expect_buddy(alice, BOB, "online=1", "group=Work", "alias=Bob");
    rig_add_buddy(bob, ALICE, "Work");
    rig_expect_buddy(bob, ALICE, "online=1", "group=Work");
    rig_expect_lists(server, BOB, ALICE, "11*");
    rig_expect_lists(server, ALICE, BOB, "11*");
    rig_check(count_of(alice, BOB) == 1 && count_of(bob, ALICE) == 1);
    sign_in_again(alice);
    rig_expect_buddy(alice, BOB, "online=1", "group=Work");
}

static void
add_to_no_group(void)
{
    server = rig_server_start("");
    alice = rig_sign_in(server, ALICE);
    rig_add_buddy(alice, BOB, "Other Contacts");
    rig_expect_lists(server, ALICE, BOB, "3*");
    sign_in_again(alice);
    rig_check(count_of(alice, BOB) == 1);
    rig_expect_buddy(alice, BOB, "group=Other Contacts");
}

static void
remove_somebody(void)
{
    two_friends("");
    rig_expect_tooltip(bob, ALICE, "*Has you: Yes*");
    rig_remove_buddy(alice, BOB, home());
    rig_expect_lists(server, ALICE, BOB, "10*");
    rig_expect_tooltip(bob, ALICE, "*Has you: No*");
    rig_expect_lists(server, BOB, ALICE, "3*");
    rig_expect_gone(alice, BOB, NULL);
    sign_in_again(alice);
    rig_check(count_of(alice, BOB) == 0);
}

static void
move_somebody(void)
{
    two_friends("");
    rig_forbid(alice, "buddy-off");
    rig_move_buddy(alice, BOB, "Friends", "Work");
    rig_expect_lists(server, ALICE, BOB, "11 Work");
    rig_move_buddy(alice, BOB, "Work", "Other Contacts");
    /* living services keep no default group by GUID, and an address book has none */
    gboolean none = rig_case()->dialect >= (rig_case()->living ? 10 : 13);
    rig_expect_lists(server, ALICE, BOB, none ? "11" : "11 Other*");
    rig_move_buddy(alice, BOB, "Other Contacts", "Friends");
    rig_expect_lists(server, ALICE, BOB, "11 Friends");
    rig_allow_all();
    rig_check(count_of(alice, BOB) == 1);
    sign_in_again(alice);
    rig_expect_buddy(alice, BOB, "group=Friends");
}

static void
copy_somebody(void)
{
    two_friends("");
    rig_add_buddy(alice, BOB, "Work");
    rig_expect_lists(server, ALICE, BOB, "11 Friends Work");
    rig_check(count_of(alice, BOB) == 2);
    rig_expect_buddy(alice, BOB, "group=Work", "online=1");
    sign_in_again(alice);
    rig_check(count_of(alice, BOB) == 2);
    rig_remove_buddy(alice, BOB, "Friends");
    rig_expect_lists(server, ALICE, BOB, "11 Work");
    rig_expect_buddy(alice, BOB, "group=Work", "online=1");
    rig_remove_buddy(alice, BOB, "Work");
    rig_expect_lists(server, ALICE, BOB, "10*");
}

static void
rename_somebody(void)
{
    two_friends("");
    rig_alias_buddy(alice, BOB, "My Böbby <1>");
    rig_server_tell(server, "await nick " ALICE " " BOB);
    rig_expect_buddy(alice, BOB, "shown=My Böbby <1>", "alias=Bob");
    sign_in_again(alice);
    rig_expect_buddy(alice, BOB, "shown=My Böbby <1>");
    rig_alias_buddy(alice, BOB, NULL);
    rig_server_tell(server, "await nick " ALICE " " BOB);
    rig_expect_buddy(alice, BOB, "shown=*Bo*b*");
}

/* -- groups -------------------------------------------------------------------------------------
 */

static gboolean
is_no_group(gpointer name)
{
    return strstr(rig_server_tell(server, "groups " ALICE), name) == NULL;
}

static void
rename_a_group(void)
{
    one_friend();
    rig_add_buddy(alice, CAROL, "Work");
    rig_expect_lists(server, ALICE, CAROL, "3 Work");
    rig_rename_group("Friends", "Päls & Co");
    rig_expect_lists(server, ALICE, BOB, "11 P%C3%A4ls%20*");
    rig_expect_buddy(alice, BOB, "group=Päls & Co");
    rig_rename_group("Päls & Co", "Work"); /* which exists: the two become one */
    rig_expect_lists(server, ALICE, BOB, "11 Work");
    rig_wait("the old group to be gone from the server", is_no_group, (gpointer) "P%C3");
    rig_check(count_of(alice, BOB) == 1);
    sign_in_again(alice);
    rig_expect_buddy(alice, BOB, "group=Work");
    rig_expect_buddy(alice, CAROL, "group=Work");
}

static void
remove_a_group(void)
{
    one_friend();
    rig_add_buddy(alice, BOB, "Work");
    rig_add_buddy(alice, CAROL, "Work");
    rig_expect_lists(server, ALICE, CAROL, "3 Work");
    rig_remove_group("Work"); /* as Pidgin does it: with everybody in it */
    rig_wait("the group to be gone from the server", is_no_group, (gpointer) "Work");
    rig_expect_lists(server, ALICE, BOB, "11 Friends");
    rig_expect_lists(server, ALICE, CAROL, "2*");
    rig_check(count_of(alice, BOB) == 1 && count_of(alice, CAROL) == 0);
    sign_in_again(alice);
    rig_check(purple_find_group("Work") == NULL);
}

/* -- refused ------------------------------------------------------------------------------------
 */

/* Where the lists are kept by web services, those refuse. */
static gboolean
on_the_web(void)
{
    return rig_case()->dialect >= 13;
}

static const char *
add_verb(void)
{
    return rig_case()->dialect >= 10 ? "ADC" : "ADD";
}

/* Refuses what comes next: VERB with that number, or OPERATION with that fault. */
static void
refuse(const char *verb, guint number, const char *operation, const char *fault)
{
    if (on_the_web())
        rig_server_tell(server, "fault HTTPS:%s soap %s", operation, fault);
    else
        rig_server_tell(server, "fault %s error %u", verb, number);
}

static void
await_refusal(const char *verb, const char *operation)
{
    if (on_the_web())
        rig_server_tell(server, "await fault HTTPS:%s", operation);
    else
        rig_server_tell(server, "await fault NS:%s", verb);
}

static void
expect_refusal(const char *title, const char *text)
{
    g_autofree char *primary = g_strconcat("primary=", title, NULL);
    g_autofree char *secondary = g_strconcat("secondary=", text, NULL);
    rig_expect(NULL, "notify", "type=error", primary, secondary);
}

static void
nobody_of_that_name(void)
{
    two_friends("");
    rig_add_buddy(alice, GHOST, "Friends");
    expect_refusal("Contact not added", "*no account " GHOST "*");
    rig_expect_gone(alice, GHOST, NULL);
    rig_add_buddy(alice, "nonsense", "Friends");
    expect_refusal("Contact not added", "*nonsense*");
    rig_expect_gone(alice, "nonsense", NULL);
    if (!on_the_web()) {
        rig_add_buddy(alice, "tel:+15550100", "Friends");
        expect_refusal("Contact not added", "*does not offer this*tel:+15550100*");
        rig_expect_gone(alice, "tel:+15550100", NULL);
    }
    refuse(add_verb(), 201, "AddMember", "BadEmailArgument");
    refuse(add_verb(), 201, "ABContactAdd", "BadEmailArgument");
    rig_add_buddy(alice, CAROL, "Friends");
    expect_refusal("Contact not added", "*" CAROL "*not an address*");
    rig_expect_gone(alice, CAROL, NULL);
}

static void
the_list_is_full(void)
{
    two_friends("--fl-limit 1");
    rig_add_buddy(alice, CAROL, home());
    expect_refusal("Contact not added", "*list*full*" CAROL "*");
    rig_expect_gone(alice, CAROL, NULL);
    rig_expect_lists(server, ALICE, CAROL, "0*"); /* nor does she see Alice */
    rig_expect_buddy(alice, BOB, "online=1");
}

static void
removal_is_refused(void)
{
    two_friends("");
    refuse("REM", 500, "ABContactDelete", "InternalError");
    rig_remove_buddy(alice, BOB, home());
    expect_refusal("Contact not removed", "*");
    rig_expect_buddy(alice, BOB, "alias=Bob", "online=1");
    rig_check(count_of(alice, BOB) == 1);
}

static void
group_names_are_refused(void)
{
    char longer[80];
    memset(longer, 'x', sizeof longer);
    longer[70] = '\0';
    one_friend();
    rig_rename_group("Friends", longer);
    expect_refusal("Group not renamed", "*too long*");
    rig_expect_buddy(alice, BOB, "group=Friends");
    rig_check(count_of(alice, BOB) == 1 && purple_find_group(longer) == NULL);
    rig_move_buddy(alice, BOB, "Friends", longer);
    expect_refusal("Contact not moved", "*");
    rig_expect_buddy(alice, BOB, "group=Friends");
    rig_check(count_of(alice, BOB) == 1);
    refuse("ADG", 223, "ABGroupAdd", "QuotaLimitReached");
    rig_add_buddy(alice, CAROL, "One More");
    expect_refusal("Contact not added", "*as many groups*One More*");
    rig_expect_gone(alice, CAROL, NULL);
    refuse("RMG", 230, "ABGroupDelete", "InternalError");
    rig_remove_group("Friends");
    expect_refusal("Group not removed", "*");
}

static void
a_group_vanished_meanwhile(void)
{
    one_friend();
    rig_add_buddy(alice, CAROL, "Work");
    rig_expect_lists(server, ALICE, CAROL, "3 Work");
    refuse(add_verb(), 224, "ABGroupContactAdd", "GroupDoesNotExist");
    rig_move_buddy(alice, BOB, "Friends", "Work");
    expect_refusal("Contact not moved", "*not on the server any more*");
    rig_expect_buddy(alice, BOB, "group=Friends");
    rig_check(count_of(alice, BOB) == 1);
}

static void
names_are_refused(void)
{
    two_friends("");
    if (on_the_web()) /* which has no rule about words */
        rig_server_tell(server, "fault HTTPS:ABContactUpdate soap BadArgumentLength");
    rig_alias_buddy(alice, BOB, "badword");
    expect_refusal("Contact not renamed", "*does not allow*badword*");
    refuse(rig_case()->dialect >= 10 ? "SBP" : "REA", 216, "ABContactUpdate",
           "ContactDoesNotExist");
    rig_alias_buddy(alice, BOB, "Bobby");
    expect_refusal("Contact not renamed", "*" BOB "*");
    rig_settle();
}

static gboolean
is_group_here(gpointer name)
{
    return purple_find_group(name) != NULL;
}

/* Carol was to come with a group. */
static void
group_step_is_refused(void)
{
    two_friends("");
    rig_server_tell(server, "remote " ALICE " adg Work");
    rig_wait("the group to be here", is_group_here, (gpointer) "Work");
    rig_settle();
    rig_forbid(alice, "buddy-added", "who=" CAROL, "group=Other Contacts");
    if (!on_the_web()) /* after AL, and FL where that is a step of its own */
        rig_server_tell(server, "fault %s delay 0 count %u", add_verb(),
                        rig_case()->dialect >= 10 ? 2 : 1);
    refuse(add_verb(), 224, "ABGroupContactAdd", "GroupDoesNotExist");
    rig_add_buddy(alice, CAROL, "Work");
    expect_refusal("Contact not added", "*not on the server any more*");
    rig_expect_gone(alice, CAROL, NULL);
    rig_expect_lists(server, ALICE, CAROL, "0*");
    rig_expect_buddy(alice, BOB, "group=Friends");
    rig_settle();
    rig_check(count_of(alice, CAROL) == 0);
    rig_allow_all();
    rig_add_buddy(alice, CAROL, "Work");
    rig_expect_lists(server, ALICE, CAROL, "3 Work");
    rig_expect_buddy(alice, CAROL, "group=Work");
}

/* How a service may fail to answer what it is asked, and what is said then. */
static const struct {
    const char *accident, *text;
} failures[] = {
    {"status 500", "The server refused it for " BOB "*500*"},
    {"status 503", "*busy*" BOB "*"},
    {"soap NothingThatIsKnown", "The server refused it for " BOB "*"},
    {"reply X-Nothing: at all", "*no usable answer*" BOB "*"},
    {"drop", "*no usable answer*" BOB "*"},
    {"refuse", "No secure connection*" BOB "*"},
};

static void
services_fail(void)
{
    two_friends("");
    for (guint i = 0; i < G_N_ELEMENTS(failures); i++) {
        rig_server_tell(server, "fault HTTPS:ABContactDelete %s", failures[i].accident);
        rig_remove_buddy(alice, BOB, "Friends");
        expect_refusal("Contact not removed", failures[i].text);
        rig_expect_buddy(alice, BOB, "alias=Bob", "online=1", "group=Friends");
        rig_check(count_of(alice, BOB) == 1);
        rig_settle();
    }
    rig_expect_lists(server, ALICE, BOB, "11 Friends");
}

/* Who is in the address book only is no buddy, and becomes one: known of, unheard of, in a group and in none. */
static void
hidden_contacts(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "remote " ALICE " hide " CAROL);
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "group=Friends");
    rig_settle();
    rig_check(count_of(alice, CAROL) == 0);
    rig_add_buddy(alice, CAROL, "Friends");
    rig_server_tell(server, "await contact-shown " ALICE " " CAROL);
    rig_expect_lists(server, ALICE, CAROL, "3 Friends");
    rig_settle();
    rig_check(count_of(alice, CAROL) == 1);
    rig_server_tell(server, "fault HTTPS:FindMembership status 500 count 2"); /* unheard of */
    rig_server_tell(server, "remote " ALICE " hide " DAVE);
    rig_server_tell(server, "await fault HTTPS:FindMembership");
    rig_add_buddy(alice, DAVE, "Other Contacts");
    rig_server_tell(server, "await contact-shown " ALICE " " DAVE);
    rig_expect_lists(server, ALICE, DAVE, "3*");
    rig_server_tell(server, "fault-clear");
    sign_in_again(alice);
    rig_expect_buddy(alice, CAROL, "group=Friends");
    rig_expect_buddy(alice, DAVE, "group=Other Contacts");
}

/* They come and go by what other places do. */
static void
hidden_elsewhere(void)
{
    two_friends("");
    rig_server_tell(server, "remote " ALICE " hide " BOB);
    rig_expect_gone(alice, BOB, NULL);
    rig_server_tell(server, "remote " ALICE " hide " CAROL);
    rig_settle();
    rig_check(count_of(alice, CAROL) == 0);
    rig_server_tell(server, "remote " ALICE " add FL " BOB " Friends");
    rig_expect_buddy(alice, BOB, "group=Friends", "online=1");
    rig_check(count_of(alice, BOB) == 1 && count_of(alice, CAROL) == 0);
    sign_in_again(alice);
    rig_check(count_of(alice, BOB) == 1 && count_of(alice, CAROL) == 0);
}

/* The address book takes her as a contact by e-mail; which network it is the server knows from MSNP14
 * on. */
static void
another_network(void)
{
    server = rig_server_start("--account " YAHOO ":secret:Yvonne " FRIENDS);
    rig_server_tell(server, "network " YAHOO " 32");
    rig_server_tell(server, "status " YAHOO " AWY");
    alice = rig_sign_in(server, ALICE);
    rig_add_buddy(alice, YAHOO, "Friends");
    if (rig_case()->dialect < 14) {
        expect_refusal("Contact not added", "*no account " YAHOO "*");
        rig_expect_gone(alice, YAHOO, NULL);
        return;
    }
    rig_expect_lists(server, ALICE, YAHOO, "3 Friends");
    rig_expect_buddy(alice, YAHOO, "group=Friends", "online=1", "alias=Yvonne");
    sign_in_again(alice);
    rig_expect_buddy(alice, YAHOO, "group=Friends", "online=1", "alias=Yvonne");
    purple_privacy_deny(alice, YAHOO, FALSE, FALSE);
    rig_expect_lists(server, ALICE, YAHOO, "5 Friends");
    purple_privacy_allow(alice, YAHOO, FALSE, FALSE);
    rig_expect_lists(server, ALICE, YAHOO, "3 Friends");
    rig_say(alice, YAHOO, "hello?"); /* there is no way to her */
    rig_expect(alice, "im-error", "who=" YAHOO, "text=*cannot send*");
    rig_server_tell(server, "status " YAHOO " FLN");
    rig_expect_buddy(alice, YAHOO, "online=0");
    rig_remove_buddy(alice, YAHOO, "Friends");
    rig_expect_lists(server, ALICE, YAHOO, "2*");
    rig_settle();
}

/* What is so already is no error. */
static void
already_so(void)
{
    two_friends("");
    rig_forbid(NULL, "notify");
    /* An address book that was changed elsewhere is read again: it has Bob still, whatever it said. */
    if (!on_the_web()) {
        rig_server_tell(server, "remote " ALICE " add FL " CAROL);
        rig_server_tell(server, "remote " ALICE " add AL " CAROL);
    }
    refuse(add_verb(), 215, "AddMember", "MemberAlreadyExists");
    /* where the reply brings no GUID that would be missed */
    if (rig_case()->dialect < 10)
        refuse("ADD", 215, NULL, NULL);
    rig_add_buddy(alice, DAVE, home());
    await_refusal(add_verb(), "AddMember");
    rig_settle();
    rig_check(count_of(alice, DAVE) == 1);
    refuse("REM", 216, "ABContactDelete", "ContactDoesNotExist");
    rig_remove_buddy(alice, BOB, home());
    await_refusal("REM", "ABContactDelete");
    rig_settle();
    rig_check(count_of(alice, BOB) == 0);
    rig_allow_all();
}

/* -- elsewhere ----------------------------------------------------------------------------------
 */

static void
people_change_elsewhere(void)
{
    two_friends("");
    rig_server_tell(server, "status " CAROL " NLN");
    rig_server_tell(server, "remote " ALICE " add FL " CAROL);
    rig_expect(alice, "buddy-added", "who=" CAROL);
    rig_check(count_of(alice, CAROL) == 1);
    rig_server_tell(server, "remote " ALICE " rem FL " BOB);
    rig_expect_gone(alice, BOB, NULL);
    rig_server_tell(server, "remote " ALICE " rem FL " CAROL);
    rig_expect_gone(alice, CAROL, NULL);
    sign_in_again(alice);
    rig_check(count_of(alice, BOB) == 0 && count_of(alice, CAROL) == 0);
}

/* Below MSNP10 the server tells of a contact's new name (REA); from there on of what one has written
 * about him oneself (SBP). */
static void
names_change_elsewhere(void)
{
    one_friend();
    /* Living services tell presence in batches, and his own name with it: until the last is told. */
    rig_server_tell(server, "status " BOB " BSY");
    rig_expect_buddy(alice, BOB, "status=busy");
    rig_server_tell(server, "remote " ALICE " nick " BOB " B%%c3%%b6b%%20%%3cB%%3e");
    rig_expect_buddy(alice, BOB, "alias=Böb <B>");
}

static gboolean
is_no_group_here(gpointer name)
{
    return purple_find_group(name) == NULL;
}

static void
groups_change_elsewhere(void)
{
    one_friend();
    rig_server_tell(server, "remote " ALICE " adg New%%20Group");
    rig_server_tell(server, "remote " ALICE " add FL " BOB " New%%20Group");
    rig_expect_buddy(alice, BOB, "group=New Group");
    rig_check(count_of(alice, BOB) == 2);
    rig_server_tell(server, "remote " ALICE " rem FL " BOB " Friends");
    rig_expect_gone(alice, BOB, "Friends");
    rig_server_tell(server, "remote " ALICE " reg New%%20Group Other%%20Name");
    rig_expect_buddy(alice, BOB, "group=Other Name");
    rig_check(count_of(alice, BOB) == 1);
    rig_server_tell(server, "remote " ALICE " rem FL " BOB " Other%%20Name");
    rig_server_tell(server, "remote " ALICE " rmg Other%%20Name");
    rig_wait("the group to be gone here", is_no_group_here, (gpointer) "Other Name");
    rig_settle();
    rig_check(purple_find_group("New Group") == NULL);
}

/* -- again --------------------------------------------------------------------------------------
 */

static void
reconnecting_tells_once(void)
{
    two_friends("--contacts 10");
    rig_server_tell(server, "drop " ALICE " ns");
    rig_expect_error(alice, "NETWORK_ERROR", "*");
    rig_forget(NULL);
    rig_forbid(alice, "buddy-added");
    rig_forbid(alice, "buddy-removed");
    rig_forbid(alice, "buddy-alias", "who=" BOB);
    rig_forbid(alice, "authorize");
    rig_disable(alice);
    rig_go_online(alice);
    rig_expect_buddy(alice, BOB, "online=1", "alias=Bob");
    rig_expect_buddy(alice, "contact00001@example.test", "online=1");
    rig_settle();
    rig_check(rig_count(alice, "buddy-on", "who=" BOB) == 1);
    rig_check(rig_count(alice, "buddy-status", "who=" BOB) <= 1);
    rig_allow_all();
}

static const RigScenario scenarios[] = {
    {"two add each other", add_each_other, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"somebody is added to no group", add_to_no_group, RIG_SINCE | RIG_MOODS | RIG_WEB, 7},
    {"somebody is removed", remove_somebody, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"somebody is moved", move_somebody, RIG_SINCE | RIG_MOODS | RIG_WEB, 7},
    {"somebody is copied to a second group", copy_somebody, RIG_SINCE | RIG_MOODS | RIG_WEB, 7},
    {"somebody gets another name", rename_somebody, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"a group is renamed", rename_a_group, RIG_SINCE | RIG_MOODS | RIG_WEB, 7},
    {"a group is removed with people in it", remove_a_group, RIG_SINCE | RIG_MOODS | RIG_WEB, 7},
    {"nobody of that name", nobody_of_that_name, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"the list is full", the_list_is_full, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"a removal is refused", removal_is_refused, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"group names are refused", group_names_are_refused, RIG_SINCE | RIG_MOODS | RIG_WEB, 7},
    {"the group of somebody new is refused", group_step_is_refused,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 7},
    {"hidden contacts", hidden_contacts, RIG_MOODS | RIG_WEB, 13},
    {"hidden elsewhere", hidden_elsewhere, RIG_MOODS | RIG_WEB, 13},
    {"somebody on another network", another_network, RIG_MOODS | RIG_WEB, 13},
    {"web services fail", services_fail, RIG_MOODS | RIG_WEB, 13},
    {"a group vanished meanwhile", a_group_vanished_meanwhile, RIG_SINCE | RIG_MOODS | RIG_WEB, 7},
    {"names are refused", names_are_refused, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"what is so already is no error", already_so, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"people change elsewhere", people_change_elsewhere, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"names change elsewhere", names_change_elsewhere, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"groups change elsewhere", groups_change_elsewhere, RIG_SINCE | RIG_MOODS | RIG_WEB, 7},
    {"reconnecting tells everything once", reconnecting_tells_once,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
};

RIG_MAIN(scenarios)
