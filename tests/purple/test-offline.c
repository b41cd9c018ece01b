/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages to people who are away: what was written to Alice meanwhile, and what she writes to Bob
 * when he is not there. */
#include "rig-deeds.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB
#define DELAYED "flags=recv,delayed"

static RigServer *server;
static PurpleAccount *alice, *bob;

/* ---- written while one was away ----------------------------------------------------------------
 */

static void
expect_deleted(const char *how_many)
{
    rig_server_tell(server, "await oim-deleted " ALICE " %s", how_many);
    rig_check_str(rig_server_tell(server, "oims " ALICE), "0");
}

/* The time that a message was shown with is so many seconds ago, or up to a minute more. */
static void
check_age(const RigEvent *event, gint64 seconds)
{
    gint64 age = time(NULL) - g_ascii_strtoll(rig_event_get(event, "time"), NULL, 10);

    rig_check(age >= seconds && age < seconds + 60);
}

static gboolean
log_has(PurpleAccount *account, const char *who, const char *words)
{
    GList *logs = purple_log_get_logs(PURPLE_LOG_IM, who, account);
    gboolean found = FALSE;

    for (GList *l = logs; l != NULL; l = l->next) {
        g_autofree char *text = purple_log_read(l->data, NULL);
        found |= strstr(text, words) != NULL;
        purple_log_free(l->data);
    }
    g_list_free(logs);
    return found;
}

static void
written_while_away(void)
{
    server = rig_server_start(FRIENDS);
    purple_prefs_set_bool("/purple/logging/log_ims", TRUE);
    rig_server_tell(server, "oim-old " BOB " " ALICE " 3600 2 zweitens & <dann>");
    rig_server_tell(server, "oim-old " BOB " " ALICE " 3600 1 h\\xc3\\xb6rst du\\nmich");
    rig_server_tell(server, "oim-old " BOB " " ALICE " 7200 3 zuvor");
    alice = rig_sign_in(server, ALICE);
    check_age(rig_expect_next(alice, "im", "who=" BOB, "text=*hörst du<br>mich*", DELAYED), 3600);
    rig_expect_next(alice, "im", "text=*zweitens &amp; &lt;dann&gt;*", DELAYED);
    rig_expect_next(alice, "im", "text=*zuvor*", DELAYED);
    rig_check(log_has(alice, BOB, "zweitens"));
    expect_deleted("3");
    rig_forbid(alice, "im");
    rig_disable(alice);
    rig_go_online(alice);
    rig_settle();
}

static void
written_by_a_stranger(void)
{
    server = rig_server_start("");
    rig_server_tell(server, "name " CAROL " Carol <3");
    rig_server_tell(server, "oim " CAROL " " ALICE " who are you");
    alice = rig_sign_in(server, ALICE);
    rig_expect(alice, "im", "who=" CAROL, "text=*<b>Carol &lt;3:</b> who are you*", DELAYED);
    expect_deleted("1");
}

static void
written_while_there(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_server_tell(server, "oim " BOB " " ALICE " one");
    rig_expect(alice, "im", "who=" BOB, "text=*one*", DELAYED);
    expect_deleted("1");
    rig_server_tell(server, "oim " BOB " " ALICE " two");
    rig_expect(alice, "im", "text=*two*", DELAYED);
    expect_deleted("1");
}

/* The list has to be asked for. */
static void
more_than_a_notice_holds(void)
{
    server = rig_server_start(FRIENDS);
    for (guint i = 1; i <= 60; i++)
        rig_server_tell(server, "oim-old " BOB " " ALICE " %u %u number %u.", 1000 - i, i, i);
    alice = rig_sign_in(server, ALICE);
    for (guint i = 1; i <= 60; i++) {
        g_autofree char *text = g_strdup_printf("text=*number %u.*", i);
        rig_expect_next(alice, "im", text, DELAYED);
    }
    rig_server_tell(server, "await oim-deleted " ALICE " 50 ; oim-deleted " ALICE " 10");
}

static void
long_and_strange(void)
{
    g_autoptr(GString) text = g_string_new(NULL);

    server = rig_server_start(FRIENDS);
    for (guint i = 0; i < 300; i++)
        g_string_append_printf(text, "wörter %u ", i);
    rig_server_tell(server, "oim " BOB " " ALICE " %s", text->str);
    rig_server_tell(server, "oim " BOB " " ALICE " a\\x01b\\xe2\\x80\\xaec");
    alice = rig_sign_in(server, ALICE);
    rig_expect_next(alice, "im", "text=*wörter 0 *wörter 299*");
    rig_expect_next(alice, "im", "text=*a\xef\xbf\xbd" "b*c*");
    expect_deleted("2");
}

/* ---- what goes wrong on the way ----------------------------------------------------------------
 */

/* It was shown and could not be deleted: the next day it is deleted and not shown. */
static void
cut_before_it_is_deleted(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "oim " BOB " " ALICE " only once");
    rig_server_tell(server, "fault HTTPS:DeleteMessages hang");
    alice = rig_sign_in(server, ALICE);
    rig_expect(alice, "im", "text=*only once*");
    rig_server_tell(server, "await fault HTTPS:DeleteMessages");
    rig_disable(alice);
    rig_check_str(rig_server_tell(server, "oims " ALICE), "1");
    rig_forbid(alice, "im");
    rig_go_online(alice);
    expect_deleted("1");
    rig_check_str(purple_account_get_string(alice, "offline-shown", ""), "");
}

/* It was not shown: it is not deleted either. */
static void
cut_before_it_is_shown(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "oim " BOB " " ALICE " not lost");
    rig_server_tell(server, "fault HTTPS:GetMessage hang");
    alice = rig_sign_in(server, ALICE);
    rig_server_tell(server, "await fault HTTPS:GetMessage");
    rig_disable(alice);
    rig_check_str(rig_server_tell(server, "oims " ALICE), "1");
    rig_go_online(alice);
    rig_expect(alice, "im", "text=*not lost*", DELAYED);
    expect_deleted("1");
}

static void
one_cannot_be_fetched(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "oim-old " BOB " " ALICE " 20 1 one");
    rig_server_tell(server, "oim-old " BOB " " ALICE " 10 2 two");
    rig_server_tell(server, "fault HTTPS:GetMessage soap soap:Client");
    alice = rig_sign_in(server, ALICE);
    rig_expect(alice, "im", "text=*two*", DELAYED);
    rig_server_tell(server, "await oim-deleted " ALICE " 1");
    rig_check_str(rig_server_tell(server, "oims " ALICE), "1");
    rig_disable(alice);
    rig_go_online(alice);
    rig_expect(alice, "im", "text=*one*", DELAYED);
    expect_deleted("1");
}

/* ---- written to somebody who is away -----------------------------------------------------------
 */

static void
alice_alone(void)
{
    server = rig_server_start(FRIENDS);
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=0");
}

/* What happens to the next one that is handed in; before SSO the operation has another name. */
static void
fault_store(const char *what)
{
    rig_server_tell(server, "fault HTTPS:%s %s", rig_case()->dialect >= 15 ? "Store2" : "Store",
                    what);
}

static void
await_store_fault(void)
{
    rig_server_tell(server, "await fault HTTPS:%s",
                    rig_case()->dialect >= 15 ? "Store2" : "Store");
}

static void
expect_stored(const char *text)
{
    rig_server_tell(server, "await oim-stored " ALICE " " BOB " %s", text);
}

static void
written_to_somebody_away(void)
{
    PurpleBuddy *buddy;

    alice_alone();
    buddy = purple_find_buddy(alice, BOB);
    rig_check(purple_account_supports_offline_message(alice, buddy));
    rig_say(alice, BOB, "erst & <dies>");
    rig_say(alice, BOB, "dann\ndas");
    rig_say(alice, BOB, "zuletzt");
    expect_stored("erst%20%26%20%3Cdies%3E ; oim-stored " ALICE " " BOB " zuletzt");
    rig_check_str(rig_server_tell(server, "count oim-challenged " ALICE), "1");
    bob = rig_sign_in(server, BOB);
    rig_expect_next(bob, "im", "who=" ALICE, "text=*erst &amp; &lt;dies&gt;*", DELAYED);
    rig_expect_next(bob, "im", "text=*dann<br>das*", DELAYED);
    rig_expect_next(bob, "im", "text=*zuletzt*", DELAYED);
    rig_server_tell(server, "await oim-deleted " BOB " 3");
    rig_expect_buddy(alice, BOB, "online=1");
    rig_say(alice, BOB, "there you are");
    rig_expect_next(bob, "im", "text=*there you are*", "flags=recv");
}

static void
a_talk_goes_on(void)
{
    server = rig_server_start(FRIENDS);
    rig_sign_in_friends(server, &alice, &bob);
    rig_say(alice, BOB, "one");
    rig_expect(bob, "im", "text=*one*");
    rig_disable(bob);
    rig_expect_buddy(alice, BOB, "online=0");
    rig_say(alice, BOB, "two");
    expect_stored("two");
    rig_go_online(bob);
    rig_expect(bob, "im", "text=*two*", DELAYED);
    rig_server_tell(server, "await oim-deleted " BOB " 1");
}

/* What is written when he is there again does not overtake what is still on its way. */
static void
he_comes_meanwhile(void)
{
    alice_alone();
    fault_store("delay 1000");
    rig_say(alice, BOB, "one");
    await_store_fault();
    bob = rig_sign_in(server, BOB);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_say(alice, BOB, "two");
    rig_expect_next(bob, "im", "text=*one*", DELAYED);
    rig_expect_next(bob, "im", "text=*two*");
    rig_server_tell(server, "await oim-deleted " BOB " *");
}

static void
long_text_stays_whole(void)
{
    g_autoptr(GString) text = g_string_new("begin");

    alice_alone();
    for (guint i = 0; i < 500; i++)
        g_string_append_printf(text, " würd %u", i);
    g_string_append(text, " end");
    rig_say(alice, BOB, text->str);
    expect_stored("*");
    bob = rig_sign_in(server, BOB);
    rig_expect(bob, "im", "text=*begin würd 0 *würd 499 end*");
    rig_server_tell(server, "await oim-deleted " BOB " 1");
}

/* The service says so: then it goes in several. */
static void
too_long_for_one(void)
{
    g_autoptr(GString) text = g_string_new("begin");

    alice_alone();
    for (guint i = 0; i < 300; i++)
        g_string_append_printf(text, " word %u", i);
    fault_store("soap q0:MessageTooLarge");
    rig_say(alice, BOB, text->str);
    expect_stored("*");
    bob = rig_sign_in(server, BOB);
    rig_expect_next(bob, "im", "text=begin word 0 *", "text!=*word 200*");
    rig_expect_next(bob, "im", "text!=*word 299*");
    rig_expect_next(bob, "im", "text=*word 299");
    rig_server_tell(server, "await oim-deleted " BOB " *");
}

static void
an_old_ticket_is_renewed(void)
{
    alice_alone();
    rig_say(alice, BOB, "one");
    expect_stored("one");
    rig_server_tell(server, "expire " ALICE);
    rig_say(alice, BOB, "two");
    expect_stored("two");
}

/* ---- not taken ---------------------------------------------------------------------------------
 */

static void
expect_failed(const char *why, const char *text)
{
    g_autofree char *glob = g_strdup_printf("text=*%s*%s*", why, text);

    rig_expect(alice, "im-error", "who=" BOB, glob);
}

static void
he_has_blocked_her(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "remote " BOB " rem AL " ALICE);
    rig_server_tell(server, "remote " BOB " add BL " ALICE);
    alice = rig_sign_in(server, ALICE);
    rig_say(alice, BOB, "are you <there>?");
    expect_failed("could not hand it over", "are you &lt;there&gt;?");
    rig_say(alice, BOB, "no?");
    expect_failed("could not hand it over", "no?");
}

static void
refused_by_the_service(void)
{
    static const struct {
        const char *code;
        const char *why;
        guint times; /* with new tickets, which only SSO has */
    } refusals[] = {
        {"q0:InvalidRecipient", "There is no account " BOB, 1},
        {"q0:InvalidUser", "There is no account", 1},
        {"q0:InvalidContent", "could not hand it over", 1},
        {"q0:AuthenticationFailed", "cannot be used just now", 2},
        {"q0:SomethingElse", "error 500", 1},
        {"q0:MessageTooLarge", "longer than what the server keeps", 1},
    };

    alice_alone();
    for (guint i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *text = g_strdup_printf("text %u", i);
        guint times = rig_case()->dialect >= 15 ? refusals[i].times : 1;
        g_autofree char *what = g_strdup_printf("soap %s count %u", refusals[i].code, times);

        fault_store(what);
        rig_say(alice, BOB, text);
        expect_failed(refusals[i].why, text);
    }
    rig_say(alice, BOB, "at last");
    expect_stored("at%20last");
}

/* There is no such service: in MSNP18 there is another way, which does not say whether it was taken.
 */
static void
no_such_service(void)
{
    gboolean other = rig_case()->dialect >= 18;

    alice_alone();
    fault_store("error 404");
    rig_say(alice, BOB, "by hook");
    if (other) {
        expect_stored("by%20hook");
        rig_disable(alice);
    }
    expect_failed(other ? "signed out before it was confirmed" : "cannot be used just now",
                  "by hook");
}

static void
gone_before_it_was_answered(void)
{
    alice_alone();
    fault_store("hang");
    rig_say(alice, BOB, "first");
    rig_say(alice, BOB, "second");
    await_store_fault();
    rig_disable(alice);
    expect_failed("signed out before", "first");
    expect_failed("signed out before", "second");
}

static void
emoticons_and_nudges(void)
{
    alice_alone();
    rig_command(alice, BOB, "/nudge");
    rig_expect(alice, "im-error", "who=" BOB, "text=*nudge was not delivered*");
    rig_type(alice, BOB, PURPLE_TYPING);
    rig_say(alice, BOB, "text");
    expect_stored("text");
}

#define WEB (RIG_WEB | RIG_MOODS)

static const RigScenario scenarios[] = {
    {"what was written while one was away,", written_while_away, WEB, 0},
    {"a stranger has written,", written_by_a_stranger, WEB, 0},
    {"written while one is there,", written_while_there, RIG_WEB, 0},
    {"more than a notice holds,", more_than_a_notice_holds, RIG_WEB, 0},
    {"long and strange texts,", long_and_strange, RIG_WEB, 0},
    {"cut before it is deleted,", cut_before_it_is_deleted, RIG_WEB, 0},
    {"cut before it is shown,", cut_before_it_is_shown, RIG_WEB, 0},
    {"one cannot be fetched,", one_cannot_be_fetched, RIG_WEB, 0},
    {"written to somebody who is away,", written_to_somebody_away, WEB, 0},
    {"a talk goes on,", a_talk_goes_on, WEB, 0},
    {"he comes meanwhile,", he_comes_meanwhile, RIG_WEB, 0},
    {"a long text stays whole,", long_text_stays_whole, RIG_WEB, 0},
    {"too long for one message,", too_long_for_one, RIG_WEB, 0},
    {"an old ticket is renewed,", an_old_ticket_is_renewed, RIG_WEB, 0},
    {"he has blocked her,", he_has_blocked_her, WEB, 0},
    {"refused by the service,", refused_by_the_service, RIG_WEB, 0},
    {"no such service,", no_such_service, RIG_WEB, 0},
    {"gone before it was answered,", gone_before_it_was_answered, RIG_WEB, 0},
    {"emoticons and nudges,", emoticons_and_nudges, RIG_WEB, 0},
};

RIG_MAIN(scenarios)
