/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A user's debug log becomes a replay: tests/log-to-replay makes one that the replay program plays,
 * in which what was said still happens, and nobody is named. */
#include "rig-process.h"
#include "rig-share.h"

#include <string.h>

#define FRIENDS "--friends " ALICE "," BOB

static RigServer *server;
static PurpleAccount *alice;

/* A day with everything that the tool knows. */
static void
spend_a_day(void)
{
    server = rig_server_start(FRIENDS);
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "answer " BOB " on");
    rig_server_tell(server, "name " BOB " Robert the Quibbler");
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOB, "online=1");
    rig_set_status(alice, "busy", NULL);
    rig_server_tell(server, "await status " ALICE " BSY");
    rig_say(alice, BOB, "meet me at Picadilly 4271, größer");
    rig_server_tell(server, "await message " ALICE);
    rig_server_tell(server, "say " BOB " " ALICE " bring the Diamonds\\r\\nand Käse");
    rig_expect(alice, "im", "text=*Diamonds*");
    rig_server_tell(server, "type " BOB " " ALICE);
    rig_expect(alice, "typing", "state=typing");
    rig_server_tell(server, "nudge " BOB " " ALICE);
    rig_expect(alice, "nudge", "who=" BOB);
    rig_say(alice, BOB, "Diamonds again");
    rig_server_tell(server, "await message " ALICE);
    rig_server_tell(server, "status " BOB " AWY");
    rig_expect_buddy(alice, BOB, "status=away");
    rig_disable(alice);
}

/* The log as Pidgin prints it, with the time in front of each line. */
static char *
log_of_pidgin(void)
{
    g_autofree char *path = rig_path("debug.log");
    g_autofree char *text = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    rig_check(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        g_string_append_printf(out, "(12:00:%02u) %s\n", MIN(i / 40, 59), lines[i]);
    }
    return rig_file_of("pidgin.log", out->str, out->len);
}

static char *
retold(void)
{
    g_autofree char *log = log_of_pidgin();
    char *text = rig_run(RIG_ARGS("tests/log-to-replay", log, rig_build_dir()));
    if (text == NULL) {
        rig_fail("tests/log-to-replay has failed");
    }
    return text;
}

static void
nobody_is_named(const char *text)
{
    static const char *const secrets[] = {
        "alice@example.test", "bob@example.test", "example.test", "Robert", "Quibbler", "127.0.0.1",
        "Picadilly",          "4271",              "Diamonds",     "Käse",   "größer"};
    for (guint i = 0; i < G_N_ELEMENTS(secrets); i++) {
        if (strstr(text, secrets[i]) != NULL) {
            rig_fail("the replay still has \"%s\":\n%s", secrets[i], text);
        }
    }
    rig_check(strstr(text, rig_password(ALICE)) == NULL);
}

static void
it_still_happens(const char *text)
{
    static const char *const events[] = {"= signed-in ",
                                         "= presence who=friend1@example.com status=available",
                                         "! status busy",
                                         "! send friend1@example.com xxxx xx xx xxxxxxxxx 0000, xxééxx",
                                         "= message ",
                                         "text=\"xxxxx xxx xxxxxxxx\\nxxx xéxx\"",
                                         "= typing who=friend1@example.com",
                                         "= nudge who=friend1@example.com",
                                         "! send friend1@example.com xxxxxxxx xxxxx",
                                         "= presence who=friend1@example.com status=away",
                                         "! quit"};
    const char *at = text;
    for (guint i = 0; i < G_N_ELEMENTS(events); i++) {
        at = strstr(at, events[i]);
        if (at == NULL) {
            rig_fail("the replay has no \"%s\" any more:\n%s", events[i], text);
        }
    }
}

/* The tickets and the lists came from web services, whose answers were in the log. */
static void
answers_are_retold(const char *text)
{
    static const char *const pieces[] = {"<job 1 200\n", "messengerclear.live.com", "<job 2 200\n",
                                         "<MemberRole>Allow</MemberRole>", "<job 3 200\n",
                                         "<contactType>Me</contactType>"};
    for (guint i = 0; i < G_N_ELEMENTS(pieces) && rig_case()->dialect > 14; i++) {
        rig_check(strstr(text, pieces[i]) != NULL);
    }
}

static void
a_log_becomes_a_replay(void)
{
    spend_a_day();
    g_autofree char *text = retold();
    g_autofree char *file = rig_file_of("retold.msnp", text, strlen(text));
    g_autofree char *player = g_build_filename(rig_build_dir(), "replay", NULL);
    nobody_is_named(text);
    it_still_happens(text);
    answers_are_retold(text);
    g_autofree char *played = rig_run(RIG_ARGS(player, file));
    if (played == NULL) {
        rig_fail("the replay program does not accept it:\n%s", text);
    }
    rig_check(strstr(played, "not ok") == NULL);
}

static void
a_log_of_nothing(void)
{
    g_autofree char *log = rig_file_of("empty.log", "msnp: nothing\n", 14);
    rig_check(rig_run(RIG_ARGS("tests/log-to-replay", log, rig_build_dir())) == NULL);
}

static const RigScenario scenarios[] = {
    {"a log becomes a replay", a_log_becomes_a_replay, RIG_DIALECTS | RIG_MOODS | RIG_WEB, 0},
    {"a log of nothing becomes nothing", a_log_of_nothing, RIG_ONCE, 0},
};

RIG_MAIN(scenarios)
