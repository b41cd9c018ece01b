/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The row about the core alone: how fast it makes events of what a service says. Knows a service that
 * says the same things again and again, and a loop that only takes lines apart. */
#include "bench.h"

#include <string.h>

#include "msnp/msnp.h"

enum { CONTACTS = 200, COMMANDS = 200000, PIECE = 16384 };

#define FRIEND "contact00001@example.test"
#define TEXT                                                                                        \
    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"                               \
    "X-MMS-IM-Format: FN=Microsoft%20Sans%20Serif; EF=; CO=0; CS=0; PF=22\r\n\r\nHello, how are "    \
    "you?"

/* What the notification server says, and what a switchboard: as much of the one as of the other. */
typedef struct {
    GString *server, *switchboard;
} Traffic;

static Traffic
traffic_new(void)
{
    Traffic traffic = {g_string_new(NULL), g_string_new(NULL)};
    for (guint i = 0; i < COMMANDS / 2; i++) {
        g_string_append_printf(traffic.server, "NLN %s contact%05u@example.test Contact%%20%u 32\r\n",
                               i / CONTACTS % 2 == 0 ? "AWY" : "BSY", i % CONTACTS + 1,
                               i % CONTACTS + 1);
        g_string_append_printf(traffic.switchboard, "MSG " FRIEND " Contact%%201 %u\r\n",
                               (guint) strlen(TEXT));
        g_string_append(traffic.switchboard, TEXT);
    }
    return traffic;
}

static void
traffic_free(Traffic traffic)
{
    g_string_free(traffic.server, TRUE);
    g_string_free(traffic.switchboard, TRUE);
}

/* -- ours ---------------------------------------------------------------------------------------
 */

typedef struct {
    MsnpSession *session;
    guint server, switchboard; /* links */
    guint links;
    guint64 told;
} Core;

static void
drain(Core *core)
{
    const MsnpAction *action;
    while ((action = msnp_session_next(core->session)) != NULL) {
        core->told += action->kind == MSNP_EVENT_MESSAGE || action->kind == MSNP_EVENT_PRESENCE;
        if (action->kind == MSNP_ACTION_CONNECT) {
            *(core->links++ == 0 ? &core->server : &core->switchboard) = action->link;
        }
    }
}

static void
say(Core *core, guint link, const char *text)
{
    msnp_session_received(core->session, link, text, strlen(text));
    drain(core);
}

static void
sign_in(Core *core)
{
    g_autoptr(GString) list = g_string_new("SYN 5 9\r\nGTC 5 9 A\r\nBLP 5 9 AL\r\n"
                                           "LSG 5 9 1 1 0 Other%20Contacts 0\r\n");
    for (guint i = 1; i <= CONTACTS; i++) {
        g_string_append_printf(list,
                               "LST 5 FL 9 %u %u contact%05u@example.test Contact%%20%u 0\r\n", i,
                               CONTACTS, i, i);
    }
    g_string_append(list, "LST 5 AL 9 0 0\r\nLST 5 BL 9 0 0\r\nLST 5 RL 9 0 0\r\n");
    drain(core);
    msnp_session_link_up(core->session, core->server);
    drain(core);
    say(core, core->server, "VER 1 MSNP7\r\nINF 2 MD5\r\nUSR 3 MD5 S 1.1\r\n");
    say(core, core->server, "USR 4 OK alice@example.test Alice 1\r\n");
    say(core, core->server, list->str);
    say(core, core->server, "CHG 6 NLN\r\n");
    say(core, core->server, "RNG 1 sb.example.test:1864 CKI 1.1 " FRIEND " Contact%201\r\n");
    msnp_session_link_up(core->session, core->switchboard);
    drain(core);
    say(core, core->switchboard, "IRO 1 1 1 " FRIEND " Contact%201\r\nANS 1 OK\r\n");
}

static void
feed(Core *core, guint link, const GString *bytes, gsize from)
{
    if (from < bytes->len) {
        msnp_session_received(core->session, link, bytes->str + from,
                              MIN(PIECE, bytes->len - from));
        drain(core);
    }
}

static double
ours(gpointer data)
{
    const Traffic *traffic = data;
    gsize longest = MAX(traffic->server->len, traffic->switchboard->len);
    MsnpEnv env = {.account = "alice@example.test", .password = "secret", .host = "ns.example.test",
                   .nexus_url = "https://example.test/", .max_dialect = 7,
                   .status = MSNP_AVAILABLE, .client_name = "bench"};
    Core core = {.session = msnp_session_new(&env)};
    msnp_session_start(core.session);
    sign_in(&core);
    core.told = 0;
    gint64 before = g_get_monotonic_time();
    for (gsize from = 0; from < longest; from += PIECE) {
        feed(&core, core.server, traffic->server, from);
        feed(&core, core.switchboard, traffic->switchboard, from);
    }
    double seconds = (double) (g_get_monotonic_time() - before) / G_USEC_PER_SEC;
    if (core.told != COMMANDS) {
        bench_fail("%" G_GUINT64_FORMAT " of %u things were told", core.told, COMMANDS);
    }
    msnp_session_free(core.session);
    return seconds;
}

/* -- the floor ----------------------------------------------------------------------------------
 */

enum { WORDS = 8 };

/* The line's words, each a copy; how many. */
static guint
split(const char *line, const char *end, char **words)
{
    guint count = 0;
    while (line < end && count < WORDS) {
        const char *space = memchr(line, ' ', (gsize) (end - line));
        const char *stop = space != NULL ? space : end;
        words[count++] = g_strndup(line, (gsize) (stop - line));
        line = stop + 1;
    }
    return count;
}

/* Takes lines and payloads apart, asks a hash for each, and keeps nothing. How many there were. */
static guint
take_apart(const GString *bytes, GHashTable *verbs)
{
    const char *p = bytes->str, *end = p + bytes->len, *lf;
    guint commands = 0;
    while (p < end && (lf = memchr(p, '\n', (gsize) (end - p))) != NULL) {
        char *words[WORDS] = {NULL};
        guint count = split(p, lf - 1, words);
        p = lf + 1;
        if (g_hash_table_lookup(verbs, words[0]) != NULL) {
            gsize len = g_ascii_strtoull(words[count - 1], NULL, 10);
            g_autofree char *payload = g_strndup(p, len);
            p += len;
        }
        while (count > 0) {
            g_free(words[--count]);
        }
        commands++;
    }
    return commands;
}

static double
theirs(gpointer data)
{
    const Traffic *traffic = data;
    g_autoptr(GHashTable) verbs = g_hash_table_new(g_str_hash, g_str_equal);
    g_hash_table_insert(verbs, (gpointer) "MSG", verbs);
    gint64 before = g_get_monotonic_time();
    guint commands = take_apart(traffic->server, verbs) + take_apart(traffic->switchboard, verbs);
    double seconds = (double) (g_get_monotonic_time() - before) / G_USEC_PER_SEC;
    if (commands != COMMANDS) {
        bench_fail("the floor has found %u commands", commands);
    }
    return seconds;
}

void
bench_core(BenchFigure *figure)
{
    Traffic traffic = traffic_new();
    bench_compare(figure, ours, theirs, &traffic);
    double mib = (double) (traffic.server->len + traffic.switchboard->len) / (1024 * 1024);
    figure->unit = "M/s";
    figure->ours = mib / figure->ours;
    figure->theirs = mib / figure->theirs;
    traffic_free(traffic);
}
