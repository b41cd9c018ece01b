/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a broken or malicious service may say. The account stays online and goes on talking, or ends
 * with a sentence; nothing else. */
#include "rig-deeds.h"
#include "rig.h"

#include <string.h>

#define BOT    "echo@example.test"
#define PEOPLE "--friends " ALICE "," BOB " --bot echo:" BOT

static RigServer *server;
static PurpleAccount *alice;

static void
alice_online(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_sign_in(server, ALICE);
    rig_expect_buddy(alice, BOT, "online=1");
}

static void
still_alive(void)
{
    rig_say(alice, BOT, "still there?");
    rig_expect(alice, "im", "who=" BOT, "text=*still there?*");
}

/* -- nonsense from the server -------------------------------------------------------------------
 */

static void
nonsense_is_ignored(void)
{
    static const char *const lines[] = {
        "CHL 0",    "CHL",           "MSG a b",   "MSG",       "FLN stranger@example.test",
        "FLN",      "NLN",           "NLN NLN",   "ILN",       "NLN XYZ " BOB " Bob 0 0",
        "RNG",      "RNG 1 2 3",     "XFR",       "XFR 99 SB", "LST",
        "LSG",      "BPR",           "BPR PHH",   "PRP",       "ADC 0",
        "ADD 0 RL", "REM 0",         "QNG x y z", "999 12345", "200",
        "GTC",      "BLP",           "SYN",       "CHG",       "USR",
        "VER",      "QQQ 1 2 3",     "xyz",       "NOT",       "UBX",
        "UBX " BOB, "UBX " BOB " x", "IPG y",     "GCF 0 x",
    };
    alice_online();
    rig_forbid(alice, "error");
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        rig_server_tell(server, "ns %s %s", ALICE, lines[i]);
    }
    still_alive();
    rig_allow_all();
}

static void
challenges_are_answered(void)
{
    server = rig_server_start_plain(PEOPLE);
    alice = rig_sign_in(server, ALICE);
    if (rig_case()->dialect >= 6) { /* there were none before */
        rig_server_tell(server, "await challenge-ok %s", ALICE);
        rig_server_tell(server, "challenge %s", ALICE);
        rig_server_tell(server, "await challenge-ok %s", ALICE);
    }
    still_alive();
}

/* -- at the edges of what a line may be ---------------------------------------------------------
 */

static void
odd_lines_are_skipped(void)
{
    alice_online();
    g_autofree char *endless = g_strnfill(60000, 'A');
    g_autofree char *name = g_strnfill(5000, 'x');
    rig_forbid(alice, "error");
    rig_server_tell(server, "nsraw %s \\r\\n\\r\\n\\n\\n", ALICE);
    rig_server_tell(server, "nsraw %s \\xff\\xfe\\x01\\x80 \\xc3\\x28\\r\\n", ALICE);
    rig_server_tell(server, "nsraw %s %s\\r\\n", ALICE, endless);
    rig_server_tell(server, "nsraw %s NLN NLN %s %s 0 0\\r\\n", ALICE, BOB, name);
    rig_server_tell(server, "ns %s NLN NLN %s %%FF%%FE%%0A%%00%%zz%% 0 0", ALICE, BOB);
    rig_server_tell(server, "ns %s MSG Hotmail Hotmail abc", ALICE);
    rig_server_tell(server, "ns %s MSG Hotmail Hotmail -5", ALICE);
    rig_server_tell(server, "ns %s NOT 99999999999999999999", ALICE);
    rig_server_tell(server, "nsraw %s MSG Hotmail Hotmail 4\\r\\n\\xff\\x00\\r\\n", ALICE);
    still_alive();
    rig_allow_all();
}

static void
an_immense_payload_ends_the_line(void)
{
    alice_online();
    rig_server_tell(server, "ns %s MSG Hotmail Hotmail 999999999", ALICE);
    rig_expect_error(alice, "NETWORK_ERROR", "?*");
}

static void
an_unknown_goodbye(void)
{
    alice_online();
    rig_server_tell(server, "kick %s", ALICE);
    rig_expect_error(alice, "NETWORK_ERROR", "?*");
    rig_disable(alice);
    rig_go_online(alice);
    rig_server_tell(server, "kick %s XYZ 1 2", ALICE);
    rig_expect_error(alice, "NETWORK_ERROR", "?*");
    rig_disable(alice);
    rig_go_online(alice);
    rig_server_tell(server, "kick %s RCT", ALICE);
    rig_expect_error(alice, "*", "?*");
}

/* -- on the switchboard -------------------------------------------------------------------------
 */

/* Bob, who has no client and is moved by the service, talks to Alice. */
static void
bob_speaks(void)
{
    alice_online();
    rig_server_tell(server, "status " BOB " NLN");
    rig_server_tell(server, "say %s %s hello", BOB, ALICE);
    rig_expect(alice, "im", "who=" BOB, "text=*hello*");
}

static void
bob_can_still_be_heard(void)
{
    rig_server_tell(server, "say %s %s still me", BOB, ALICE);
    rig_expect(alice, "im", "who=" BOB, "text=*still me*");
}

static void
nonsense_on_the_switchboard(void)
{
    static const char *const lines[] = {
        "MSG",           "MSG a",     "MSG a b",   "MSG a b c", "MSG a b -1", "JOI",
        "JOI " BOB,      "BYE",       "BYE x y z", "IRO",       "IRO 1 2",    "IRO 1 2 1 a b",
        "IRO 1 9 9 a b", "ACK",       "ACK 99999", "NAK",       "NAK xyz",    "NAK 99999",
        "USR",           "USR 1 OK",  "ANS",       "ANS 1",     "CAL",        "CAL 7 RINGING",
        "217",           "217 99999", "XFR 1 SB",  "xyz",       "QQQ 1 2 3",  "NLN NLN " BOB " Bob",
    };
    bob_speaks();
    rig_forbid(alice, "error");
    for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
        rig_server_tell(server, "sb %s %s", ALICE, lines[i]);
    }
    bob_can_still_be_heard();
    rig_allow_all();
}

/* Payloads as the control channel wants them: two characters for CR and LF. */
static gsize
real_length(const char *escaped)
{
    gsize length = 0;
    for (const char *p = escaped; *p != '\0'; p++, length++) {
        if (*p == '\\') {
            p += p[1] == 'x' ? 3 : 1;
        }
    }
    return length;
}

static void
bob_sends(const char *payload)
{
    rig_server_tell(server, "sbraw %s MSG %s Bob %u\\r\\n%s", ALICE, BOB,
                    (guint) real_length(payload), payload);
}

static void
odd_messages(void)
{
    static const char *const ignored[] = {
        "",
        "hello",
        "\\r\\n\\r\\n",
        "\\x00\\x01\\x02",
        "MIME-Version: 1.0\\r\\n\\r\\nno type",
        "MIME-Version: 1.0\\r\\nContent-Type:\\r\\n\\r\\nempty type",
        "MIME-Version: 1.0\\r\\nContent-Type: text/x-msmsgscontrol\\r\\n\\r\\n",
        "MIME-Version: 1.0\\r\\nContent-Type: text/x-unheard-of\\r\\n\\r\\nx",
        "MIME-Version: 1.0\\r\\nContent-Type: text/x-msmsgsinvite\\r\\n\\r\\n",
        "MIME-Version: 1.0\\r\\nContent-Type: application/x-msnmsgrp2p\\r\\n\\r\\nx",
        "MIME-Version: 1.0\\r\\nContent-Type: text/x-msnmsgr-datacast\\r\\n\\r\\n",
        ": \\r\\n:\\r\\n\\r\\n:",
    };
    bob_speaks();
    rig_forbid(alice, "im");
    rig_forbid(alice, "error");
    for (guint i = 0; i < G_N_ELEMENTS(ignored); i++) {
        bob_sends(ignored[i]);
    }
    rig_settle();
    rig_allow_all();
    bob_can_still_be_heard();
}

static void
odd_texts_are_shown_somehow(void)
{
    bob_speaks();
    bob_sends("MIME-Version: 1.0\\r\\nContent-Type: text/plain; charset=nonsense\\r\\n\\r\\nfirst");
    rig_expect(alice, "im", "text=*first*");
    bob_sends("MIME-Version: 1.0\\r\\nContent-Type: text/plain; charset=UTF-8\\r\\n"
              "X-MMS-IM-Format: FN=%zz%00%FF; EF=QQBQ; CO=zzzzzzz; CS=-1; PF=99; RL=x\\r\\n\\r\\n"
              "second");
    rig_expect(alice, "im", "text=*second*");
    bob_sends("content-type: TEXT/PLAIN; CHARSET=utf-8\\nx: y\\n\\nthird");
    rig_expect(alice, "im", "text=*third*");
    bob_sends("MIME-Version: 1.0\\r\\nContent-Type: text/plain; charset=UTF-8\\r\\n\\r\\n"
              "bad \\xff\\xc3 utf-8 <script>alert(1)</script>");
    rig_expect(alice, "im", "text=*utf-8 &lt;script&gt;*", "text!=*<script>*");
    bob_sends("MIME-Version: 1.0\\r\\nContent-Type: text/plain; charset=UTF-8\\r\\n"
              "X-MMS-IM-Format: FN=a%22%3E%3Cscript%3E; EF=BIUS; CO=ff; CS=0; PF=22\\r\\n\\r\\n"
              "last");
    rig_expect(alice, "im", "text=*last*", "text!=*<script>*");
}

static void
an_immense_message_ends_the_switchboard(void)
{
    bob_speaks();
    rig_forbid(alice, "error");
    rig_server_tell(server, "sb %s MSG %s Bob 999999999", ALICE, BOB);
    rig_expect(alice, "im-error", "who=" BOB, "text=?*");
    still_alive();
    rig_allow_all();
}

/* -- what reaches windows, browsers and tooltips ------------------------------------------------
 */

#define MALLORY "mallory@example.test"

static void
service_alerts(const char *url)
{
    g_autofree char *text =
        g_strdup_printf("<NOTIFICATION><ACTION url=\"%s\"/><BODY><TEXT>alert</TEXT></BODY>"
                        "</NOTIFICATION>",
                        url);
    rig_server_tell(server, "nsraw %s NOT %u\\r\\n%s", ALICE, (guint) strlen(text), text);
}

/* A link runs what it names when it is clicked on, and Windows once ran any file. */
static void
links_are_web_addresses(void)
{
    static const char *const others[] = {
        "file:///C:/Windows/System32/calc.exe", "file://server/share/x.exe",
        "javascript:alert(1)", "smb://server/x", "data:text/html,x", "ftp://example.com/x.exe",
        "FILE:///etc/passwd", " file:///x", "http:", "//example.com/x",
    };
    bob_speaks();
    for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
        rig_server_tell(server, "say %s %s %s", BOB, ALICE, others[i]);
        rig_expect(alice, "im", "who=" BOB, "text!=*<a*", "text!=*href*");
    }
    for (guint i = 0; i < 9; i++) {
        service_alerts(others[i]);
        rig_expect(NULL, "notify", "type=formatted", "text=*alert*", "text!=*href*");
    }
    service_alerts("https://example.com/?a=b&quot;&gt;");
    rig_expect(NULL, "notify", "type=formatted",
               "text=*<a href=\"https://example.com/?a=b%22%3E\">*");
    bob_can_still_be_heard();
}

/* libpurple 2.11 and older wrote behind a buffer when it met an entity that nobody knows. */
static void
entities_are_text(void)
{
    static const char *const entities[] = {"&#xFFFFFFFF;", "&nosuch;", "&#0;", "&",
                                           "&#x;",         "&lt;b",    "&#99999999999999999999;"};
    bob_speaks();
    for (guint i = 0; i < G_N_ELEMENTS(entities); i++) {
        g_autofree char *shown = g_markup_escape_text(entities[i], -1);
        rig_server_tell(server, "say %s %s x[%s]", BOB, ALICE, entities[i]);
        const RigEvent *im = rig_expect(alice, "im", "who=" BOB);
        g_autofree char *whole = g_strdup_printf("x[%s]", shown);
        rig_check(strstr(rig_event_get(im, "text"), whole) != NULL);
    }
    bob_can_still_be_heard();
}

static gboolean
bob_is_a_poet(gpointer data)
{
    g_autofree char *text = rig_tooltip(alice, BOB);
    return strstr(text, "https://example.com/xxx") != NULL;
}

/* An address without end once crashed what lays out a tooltip. */
static void
tooltips_are_short(void)
{
    alice_online();
    g_autofree char *endless = g_strnfill(3000, 'x');
    rig_server_tell(server, "phone %s PHH https://example.com/%s", BOB, endless);
    rig_wait("Bob's number to be told", bob_is_a_poet, NULL);
    g_autofree char *text = rig_tooltip(alice, BOB);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++) {
        rig_check(g_utf8_strlen(lines[i], -1) < 250);
    }
    still_alive();
}

/* Somebody of no list may nudge, type, wave and speak, and that is all that comes of it. */
static void
a_stranger_may_nudge(void)
{
    alice_online();
    rig_server_tell(server, "account " MALLORY ":secret:Mallory");
    rig_server_tell(server, "nudge " MALLORY " " ALICE);
    rig_expect(alice, "system", "who=" MALLORY, "text=*nudged you*");
    rig_expect(alice, "nudge", "who=" MALLORY);
    rig_server_tell(server, "type " MALLORY " " ALICE);
    rig_server_tell(server, "datacast " MALLORY " " ALICE " 4 waves");
    rig_expect(alice, "system", "who=" MALLORY, "text=*waves*");
    rig_server_tell(server, "say " MALLORY " " ALICE " hello");
    rig_expect(alice, "im", "who=" MALLORY, "text=*hello*");
    rig_check(purple_find_buddy(alice, MALLORY) == NULL);
    still_alive();
}

static const RigScenario scenarios[] = {
    {"nonsense is ignored", nonsense_is_ignored, RIG_DIALECTS, 0},
    {"challenges are answered", challenges_are_answered, RIG_DIALECTS, 0},
    {"odd lines are skipped", odd_lines_are_skipped, RIG_DIALECTS, 0},
    {"an immense payload ends the line", an_immense_payload_ends_the_line, RIG_ONCE, 0},
    {"an unknown good-bye", an_unknown_goodbye, RIG_ONCE, 0},
    {"nonsense on the switchboard", nonsense_on_the_switchboard, RIG_DIALECTS, 0},
    {"odd messages are ignored", odd_messages, RIG_ONCE, 0},
    {"odd texts are shown somehow", odd_texts_are_shown_somehow, RIG_ONCE, 0},
    {"an immense message ends the switchboard", an_immense_message_ends_the_switchboard, RIG_ONCE,
     0},
    {"links are web addresses", links_are_web_addresses, RIG_SINCE | RIG_MOODS, 5},
    {"entities are text", entities_are_text, RIG_SINCE | RIG_MOODS, 2},
    {"tooltips are short", tooltips_are_short, RIG_SINCE, 5},
    {"a stranger may nudge", a_stranger_may_nudge, RIG_SINCE | RIG_MOODS, 2},
};

RIG_MAIN(scenarios)
