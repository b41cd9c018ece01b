/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows about how often a sign-in waits for the network: turns in which all that was asked is
 * answered, until it is seen who is online. Knows a service that answers what it is asked, and
 * nothing else; see README.md for why there cannot be fewer. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

#include "msnp/msnp.h"

#define ALICE "alice@example.test"
#define BOB   "bob@example.test"

enum { TURNS_TOO_MANY = 20, ANY = 0, OLD = 7, FIELDS = 12 };

/* What is answered to a verb with these words behind its TrID, by dialect; %u is the TrID. */
static const struct {
    const char *verb, *words;
    guint first, last;
    const char *answer;
} answers[] = {
    {"INF", "", ANY, OLD, "INF %u MD5\r\n"},
    {"CVR", "", ANY, G_MAXUINT, "CVR %u 1.0 1.0 1.0 http://a/ http://a/\r\n"},
    {"USR", "MD5 I " ALICE, ANY, OLD, "USR %u MD5 S 1.1\r\n"},
    {"USR", "MD5 S ", ANY, OLD, "USR %u OK " ALICE " Alice 1\r\n"},
    {"USR", "TWN I " ALICE, OLD + 1, G_MAXUINT, "USR %u TWN S ct=1\r\n"},
    {"USR", "TWN S t=ticket", OLD + 1, G_MAXUINT, "USR %u OK " ALICE " 1 0\r\n"},
    {"SYN", "0", ANY, OLD, "SYN %u 1\r\nLST %u FL 1 1 1 " BOB " Bob\r\nLST %u AL 1 0 0\r\n"
                           "LST %u BL 1 0 0\r\nLST %u RL 1 0 0\r\n"},
    {"SYN", "0", OLD + 1, FIELDS - 1, "SYN %u 1 1 0\r\nLST " BOB " Bob 3\r\n"},
    {"SYN", "0 0", FIELDS, G_MAXUINT, "SYN %u 1 1 1 0\r\nLST N=" BOB " F=Bob C=1 3 1\r\n"},
    {"CHG", "NLN", ANY, G_MAXUINT, "CHG %u NLN\r\nILN %u NLN " BOB " Bob 0\r\n"},
};

static const struct {
    const char *url, *name, *value;
} pages[] = {
    {"https://nexus.example.test/", "PassportURLs", "DALogin=login.example.test/"},
    {"https://login.example.test/", "Authentication-Info", "Passport1.4 from-PP='t=ticket'"},
};

typedef struct {
    MsnpSession *session;
    guint dialect, link;
    GString *said; /* answers to lines of this turn */
    guint jobs[G_N_ELEMENTS(pages)]; /* of this turn, by page; 0 for none */
    gboolean seen;
} SignIn;

static void
answer_line(SignIn *in, const char *line)
{
    guint trid = 0;
    int head = 0;
    if (sscanf(line, "%*3s %u %n", &trid, &head) != 1) {
        bench_fail("nobody answers to %s", line);
    }
    if (g_str_has_prefix(line, "VER ")) {
        g_string_append_printf(in->said, "VER %u MSNP%u\r\n", trid, in->dialect);
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
        if (g_str_has_prefix(line, answers[i].verb) && in->dialect >= answers[i].first &&
            in->dialect <= answers[i].last && g_str_has_prefix(line + head, answers[i].words)) {
            g_autofree char *number = g_strdup_printf("%u", trid);
            g_auto(GStrv) parts = g_strsplit(answers[i].answer, "%u", -1);
            g_autofree char *text = g_strjoinv(number, parts);
            g_string_append(in->said, text);
            return;
        }
    }
    bench_fail("nobody answers to %s", line);
}

static void
answer_write(SignIn *in, const MsnpAction *action)
{
    g_autofree char *text = g_strndup((const char *) action->data, action->len);
    g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
    for (char **line = lines; **line != '\0'; line++) {
        answer_line(in, *line);
    }
}

static void
note_job(SignIn *in, const MsnpAction *action)
{
    for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
        if (strcmp(action->request->url, pages[i].url) == 0) {
            in->jobs[i] = action->id;
            return;
        }
    }
    bench_fail("there is no %s", action->request->url);
}

/* All that is asked before anything is answered. */
static void
listen_on(SignIn *in)
{
    const MsnpAction *action;
    while ((action = msnp_session_next(in->session)) != NULL) {
        switch (action->kind) {
        case MSNP_ACTION_CONNECT:
            in->link = action->link;
            break;
        case MSNP_ACTION_WRITE:
            answer_write(in, action);
            break;
        case MSNP_ACTION_FETCH:
            note_job(in, action);
            break;
        case MSNP_EVENT_PRESENCE:
            in->seen = TRUE;
            break;
        case MSNP_EVENT_SIGNED_OUT:
            bench_fail("signed out: %s", action->detail);
        default:
            break;
        }
    }
}

static void
answer_jobs(SignIn *in)
{
    for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
        MsnpHttpHeader header = {pages[i].name, pages[i].value, FALSE};
        MsnpHttpReply reply = {.status = 200, .headers = &header, .n_headers = 1};
        guint job = in->jobs[i];
        in->jobs[i] = 0;
        if (job != 0) {
            msnp_session_job_done(in->session, job, &reply);
        }
    }
}

/* Answers what was asked up to here, all at once: what comes of that belongs to the next turn. */
static void
take_turn(SignIn *in)
{
    g_autoptr(GString) said = g_steal_pointer(&in->said);
    in->said = g_string_new(NULL);
    msnp_session_received(in->session, in->link, said->str, said->len);
    answer_jobs(in);
    listen_on(in);
}

void
bench_turns(BenchFigure *figure, gconstpointer data)
{
    const BenchTurns *about = data;
    MsnpEnv env = {.account = ALICE, .password = "secret", .host = "ns.example.test",
                   .nexus_url = pages[0].url, .max_dialect = about->dialect,
                   .status = MSNP_AVAILABLE, .client_name = "bench"};
    SignIn in = {.session = msnp_session_new(&env), .dialect = about->dialect,
                 .said = g_string_new(NULL)};
    guint turns = 0;
    msnp_session_start(in.session);
    listen_on(&in);
    msnp_session_link_up(in.session, in.link);
    listen_on(&in);
    for (; !in.seen; turns++) {
        if (turns == TURNS_TOO_MANY) {
            bench_fail("nobody is seen online after %u turns", turns);
        }
        take_turn(&in);
    }
    msnp_session_free(in.session);
    g_string_free(in.said, TRUE);
    *figure = (BenchFigure){turns / (double) about->fewest, turns, about->fewest, ""};
}
