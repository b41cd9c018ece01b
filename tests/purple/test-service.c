/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the service offers beside talk: mail, alerts, pages to and from mobiles, finding people,
 * and moving house without anybody noticing. */
#include "rig-deeds.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB

static RigServer *server;
static PurpleAccount *alice, *bob;

/* The service speaks of mail when it has seen the first status. */
static void
go_online_for_mail(void)
{
    rig_go_online(alice);
    rig_server_tell(server, "await status " ALICE " NLN");
}

static void
alice_with_mail(guint unread)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "mail " ALICE " %u", unread);
    alice = rig_account(server, ALICE);
    purple_account_set_check_mail(alice, TRUE);
    go_online_for_mail();
}

static gboolean
has(char *menu, const char *label)
{
    gboolean found = strstr(menu, label) != NULL;
    g_free(menu);
    return found;
}

/* -- mail ---------------------------------------------------------------------------------------
 */

static void
mail_is_counted(void)
{
    alice_with_mail(3);
    rig_expect(alice, "emails", "count=3", "to=" ALICE, "url=https://*");
    rig_server_tell(server, "await url " ALICE " INBOX");
    rig_server_tell(server, "mailnew " ALICE " jane@example.test =?utf-8?Q?Gr=C3=BC=C3=9Fe?=");
    rig_expect(alice, "email", "subject=Grüße", "from=*jane@example.test*", "url=https://*");
    if (rig_case()->dialect >= 5) {
        rig_server_tell(server, "mailmoved " ALICE " ACTIVE trAsH 2");
        rig_expect(alice, "emails", "count=2");
    }
}

static void
no_mail_no_word(void)
{
    alice_with_mail(0);
    rig_settle();
    rig_check(rig_count(alice, "emails", "count!=0") == 0);
    rig_check(rig_count(alice, "email") == 0);
}

static void
nobody_wants_to_hear_of_mail(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "mail " ALICE " 3");
    alice = rig_account(server, ALICE);
    purple_account_set_check_mail(alice, FALSE);
    rig_forbid(alice, "emails");
    rig_forbid(alice, "email");
    go_online_for_mail();
    rig_server_tell(server, "mailnew " ALICE " jane@example.test Hello");
    rig_settle();
    rig_allow_all();
}

static void
the_inbox_is_opened(void)
{
    alice_with_mail(0);
    rig_settle();
    rig_choose_action(alice, "Open Inbox");
    const char *uri = rig_event_get(rig_expect(NULL, "uri"), "uri");
    rig_check(g_str_has_prefix(uri, "https://"));
    if (rig_case()->dialect >= 6) { /* signs in by itself */
        rig_check(strstr(uri, "creds=") != NULL && strstr(uri, "username=") != NULL);
    }
    rig_choose_action(alice, "Edit Profile");
    rig_expect(NULL, "uri", "uri=https://*");
}

static void
no_inbox_where_there_is_none(void)
{
    server = rig_server_start(FRIENDS " --email-enabled 0");
    rig_server_tell(server, "mail " ALICE " 3");
    alice = rig_account(server, ALICE);
    purple_account_set_check_mail(alice, TRUE);
    rig_forbid(alice, "emails", "count!=0");
    go_online_for_mail();
    rig_settle();
    g_autofree char *menu = rig_account_menu(alice);
    rig_check(strstr(menu, "[Open Inbox]") == NULL);
    rig_check(strstr(menu, "[Import Buddies From...]") != NULL);
    rig_check(g_str_has_suffix(menu, "]")); /* no line that parts nothing */
    rig_allow_all();
}

/* -- notices ------------------------------------------------------------------------------------
 */

static void
an_alert(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_server_tell(server, "notice " ALICE " Your stocks <rise> & fall");
    rig_expect(NULL, "notify", "type=formatted", "text=*stocks &lt;rise&gt; &amp; fall*");
}

static void
the_service_goes_down(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_server_tell(server, "shutdown 3");
    rig_expect(NULL, "notify", "type=info", "primary=*3 minutes*");
    rig_server_tell(server, "kick " ALICE " SSD");
    rig_expect_error(alice, "NETWORK_ERROR", "*maintenance*");
}

/* -- mobiles ------------------------------------------------------------------------------------
 */

static void
a_page_from_a_mobile(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_server_tell(server, "page " BOB " " ALICE " on my way <home>");
    rig_expect(alice, "im", "who=" BOB, "text=*mobile*on my way &lt;home&gt;*");
}

static gboolean
may_be_paged(gpointer data)
{
    return has(rig_buddy_menu(alice, BOB), "[Send to Mobile]");
}

static void
send_page(const char *text)
{
    rig_choose_for_buddy(alice, BOB, "Send to Mobile");
    rig_expect(alice, "request", "type=input");
    rig_answer("_Send", text);
}

static void
a_page_to_a_mobile(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_check(!may_be_paged(NULL));
    rig_server_tell(server, "phone " BOB " MBE Y");
    rig_server_tell(server, "phone " BOB " MOB Y");
    rig_wait("Bob to be pageable", may_be_paged, NULL);
    send_page("come <now> & ü");
    rig_server_tell(server, "await page " ALICE " " BOB);
    rig_settle();
    rig_server_tell(server, "fault %s error 800", rig_case()->dialect >= 9 ? "PGD" : "PAG");
    send_page("once more");
    rig_expect(alice, "im-error", "who=" BOB, "text=*once more*");
    rig_server_tell(server, "status " BOB " NLN");
    rig_expect_buddy(alice, BOB, "online=1");
    g_autofree char *menu = rig_buddy_menu(alice, BOB);
    rig_check_str(menu, "[Send to Mobile][Initiate _Chat]");
}

/* Somebody whose telephone is all there is of him: in the book by his number, here and at the next
 * sign-in, and what is said to him are pages. */
#define PHONE "tel:+15550100"

static void
say_to_phone(const char *text, const char *words)
{
    rig_say(alice, PHONE, text);
    rig_server_tell(server, "await page " ALICE " " PHONE " %s", words);
}

static void
a_friend_with_a_telephone(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_add_buddy(alice, PHONE, "Friends");
    rig_server_tell(server, "await contact-added " ALICE " " PHONE " ; adl " ALICE " * " PHONE
                            " ; member-added " ALICE " Allow " PHONE " ; grouped " ALICE " " PHONE);
    rig_settle();
    say_to_phone("come now", "come%20now");
    rig_disable(alice);
    rig_go_online(alice);
    rig_expect_buddy(alice, PHONE, "group=Friends");
    g_autofree char *menu = rig_buddy_menu(alice, PHONE);
    rig_check_str(menu, "[Send to Mobile]");
    say_to_phone("two\nlines", "two%20lines");
    rig_server_tell(server, "fault PGD error 800");
    rig_say(alice, PHONE, "once more");
    rig_expect(alice, "im-error", "who=" PHONE, "text=*once more*");
    rig_remove_buddy(alice, PHONE, "Friends");
    rig_server_tell(server, "await contact-removed " ALICE " " PHONE " ; rml " ALICE " * " PHONE);
}

/* The question closes with the connection, without an answer; what it kept goes too. */
static void
a_page_never_typed(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "phone " BOB " MBE Y");
    rig_server_tell(server, "phone " BOB " MOB Y");
    alice = rig_sign_in(server, ALICE);
    rig_wait("Bob to be pageable", may_be_paged, NULL);
    rig_choose_for_buddy(alice, BOB, "Send to Mobile");
    rig_expect(alice, "request", "type=input");
    rig_disable(alice);
    rig_check(rig_open_questions() == 0);
}

/* -- people -------------------------------------------------------------------------------------
 */

static void
find(const char *first, const char *last)
{
    rig_choose_action(alice, "Find People*");
    rig_expect(alice, "request", "type=fields");
    rig_fill("first", first);
    rig_fill("last", last);
    rig_answer("_Search", NULL);
}

static void
people_are_found(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "place " CAROL " Paris%%20East - FR");
    alice = rig_sign_in(server, ALICE);
    find("Carol", "");
    rig_expect(NULL, "notify", "type=info", "primary=*first and the last name*");
    find("Carol", "& Søn");
    rig_expect(alice, "found", "rows=Carol*Paris East*FR*");
    find("Nobody", "Atall");
    rig_expect(NULL, "notify", "type=info", "primary=*Nobody was found*");
}

static void
nobody_looks_for_people_any_more(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_check(!has(rig_account_menu(alice), "Find People"));
}

static void
a_friend_is_invited_by_mail(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_choose_action(alice, "Invite a Friend*");
    rig_expect(alice, "request", "type=input");
    rig_answer("_Send", "friend@example.test");
    rig_server_tell(server, "await invited " ALICE " friend@example.test");
    rig_expect(NULL, "notify", "type=info", "primary=*was sent*");
}

/* -- menus --------------------------------------------------------------------------------------
 */

static void
what_the_menus_offer(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    alice = rig_sign_in(server, ALICE);
    rig_server_tell(server, "await status " ALICE " NLN");
    rig_settle();
    g_autofree char *menu = rig_account_menu(alice);
    g_auto(GStrv) groups = g_strsplit(menu, "|", -1);
    rig_check(g_strv_length(groups) == 5);
    rig_check_str(groups[0], "[Set Friendly Name...]");
    rig_check(g_str_has_prefix(groups[1], "[Set Home Phone Number...]"));
    rig_check_str(groups[2], "[Allow or Refuse Mobile Pages...]");
    rig_check(g_str_has_suffix(groups[3], "[Import Buddies From...]"));
    rig_check_str(groups[4], rig_case()->dialect < 16
                                 ? "[Edit Profile][Open Inbox]"
                                 : "[Edit Profile][Open Inbox][Signed In At...]"
                                   "[Sign Out Everywhere Else]");
    g_autofree char *for_bob = rig_buddy_menu(alice, BOB);
    rig_check_str(for_bob, "[Initiate _Chat]");
    rig_server_tell(server, "status " BOB " FLN");
    rig_expect_buddy(alice, BOB, "online=0");
    rig_check(!has(rig_buddy_menu(alice, BOB), "Chat"));
}

/* -- moving -------------------------------------------------------------------------------------
 */

static void
moved_to_another_server(void)
{
    server = rig_server_start(FRIENDS " --contacts 6");
    rig_sign_in_friends(server, &alice, &bob);
    rig_say(alice, BOB, "before");
    rig_expect(bob, "im", "text=*before*");
    rig_set_status(bob, "busy", NULL);
    rig_expect_buddy(alice, BOB, "status=busy");
    rig_settle();
    static const char *const kinds[] = {"connected",   "disconnected",  "error",     "buddy-on",
                                        "buddy-off",   "buddy-status",  "authorize", "notify",
                                        "buddy-added", "buddy-removed", "im-error"};
    rig_forget(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
        rig_forbid(NULL, kinds[i]);
    }
    rig_server_tell(server, "move " ALICE " 500");
    rig_say(alice, BOB, "meanwhile");
    rig_expect(bob, "im", "text=*meanwhile*");
    rig_server_tell(server, "await moved " ALICE);
    rig_settle();
    rig_say(alice, BOB, "after");
    rig_expect(bob, "im", "text=*after*");
    rig_allow_all();
    rig_set_status(bob, "available", NULL);
    rig_expect_buddy(alice, BOB, "status=available");
    rig_set_status(alice, "away", NULL);
    rig_expect_buddy(bob, ALICE, "status=away");
}

static const RigScenario scenarios[] = {
    {"mail is counted", mail_is_counted, RIG_SINCE | RIG_WEB, 2},
    {"no mail, no word", no_mail_no_word, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"nobody wants to hear of mail", nobody_wants_to_hear_of_mail,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"the inbox is opened", the_inbox_is_opened, RIG_SINCE | RIG_WEB, 2},
    {"no inbox where there is none", no_inbox_where_there_is_none,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 5},
    {"an alert", an_alert, RIG_SINCE | RIG_MOODS | RIG_WEB, 5},
    {"the service goes down", the_service_goes_down, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"a page from a mobile", a_page_from_a_mobile, RIG_SINCE | RIG_MOODS | RIG_WEB, 6},
    {"a page to a mobile", a_page_to_a_mobile, RIG_SINCE | RIG_WEB, 5},
    {"a friend with a telephone,", a_friend_with_a_telephone, RIG_WEB, 0},
    {"a page never typed", a_page_never_typed, RIG_SINCE | RIG_MOODS | RIG_WEB, 5},
    {"people are found MSNP2", people_are_found, RIG_ONCE, 2},
    {"people are found MSNP3", people_are_found, RIG_ONCE, 3},
    {"people are found MSNP4", people_are_found, RIG_ONCE, 4},
    {"people are found MSNP5", people_are_found, RIG_ONCE, 5},
    {"people are found MSNP6", people_are_found, RIG_ONCE, 6},
    {"people are found MSNP7", people_are_found, RIG_ONCE, 7},
    {"nobody looks for people any more", nobody_looks_for_people_any_more,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 8},
    {"a friend is invited by mail", a_friend_is_invited_by_mail,
     RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
    {"what the menus offer", what_the_menus_offer, RIG_SINCE | RIG_WEB, 2},
    {"moved to another server", moved_to_another_server, RIG_SINCE | RIG_MOODS | RIG_WEB, 2},
};

RIG_MAIN(scenarios)
