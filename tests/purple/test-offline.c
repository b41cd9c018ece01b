/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages to people who are away: what was written to Alice meanwhile, and what she writes to Bob
 * when he is not there. */
#include "rig-deeds.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB
#define DELAYED "flags=recv,delayed"

static RigServer *server;
static PurpleAccount *alice;

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
};

RIG_MAIN(scenarios)
