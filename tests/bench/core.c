/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The row about the core alone: how fast it makes events of what a service says. Knows a service that
 * says the same things again and again, and a loop that only takes lines apart. */
#include "bench.h"
#include "listener.h"

#include <string.h>
#include <time.h>

enum { CONTACTS = 200, COMMANDS = 200000, PIECE = 16384 };

/* What the notification server says, and what a switchboard: as much of the one as of the other. */
typedef struct {
    GString *server, *switchboard;
} Traffic;

static Traffic
traffic_new(void)
{
    Traffic traffic = {g_string_new(NULL), g_string_new(NULL)};
    for (guint i = 0; i < COMMANDS / 2; i++) {
        listener_append_change(traffic.server, i, CONTACTS);
        listener_append_message(traffic.switchboard);
    }
    return traffic;
}

static void
traffic_free(Traffic traffic)
{
    g_string_free(traffic.server, TRUE);
    g_string_free(traffic.switchboard, TRUE);
}

/* Seconds of processor time so far: who else wants the processor is no matter. */
static double
cpu_time(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

/* -- ours ---------------------------------------------------------------------------------------
 */

static void
feed(Listener *listener, guint link, const GString *bytes, gsize from)
{
    if (from < bytes->len) {
        listener_hear(listener, link, bytes->str + from, MIN(PIECE, bytes->len - from));
    }
}

static double
ours(gpointer data)
{
    const Traffic *traffic = data;
    gsize longest = MAX(traffic->server->len, traffic->switchboard->len);
    g_autoptr(GString) list = listener_list(CONTACTS);
    Listener listener = {.heard = NULL};
    listener_start(&listener);
    listener_hear(&listener, listener.server, list->str, list->len);
    listener_answer(&listener);
    double before = cpu_time();
    for (gsize from = 0; from < longest; from += PIECE) {
        feed(&listener, listener.server, traffic->server, from);
        feed(&listener, listener.switchboard, traffic->switchboard, from);
    }
    double seconds = cpu_time() - before;
    guint64 told = listener.told[MSNP_EVENT_MESSAGE] + listener.told[MSNP_EVENT_PRESENCE];
    if (told != COMMANDS) {
        bench_fail("%" G_GUINT64_FORMAT " of %u things were told", told, COMMANDS);
    }
    listener_end(&listener);
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
    double before = cpu_time();
    guint commands = take_apart(traffic->server, verbs) + take_apart(traffic->switchboard, verbs);
    double seconds = cpu_time() - before;
    if (commands != COMMANDS) {
        bench_fail("the floor has found %u commands", commands);
    }
    return seconds;
}

void
bench_core(BenchFigure *figure, gconstpointer data)
{
    Traffic traffic = traffic_new();
    bench_compare(figure, ours, theirs, &traffic);
    double mib = (double) (traffic.server->len + traffic.switchboard->len) / (1024 * 1024);
    figure->unit = "M/s";
    figure->ours = mib / figure->ours;
    figure->theirs = mib / figure->theirs;
    traffic_free(traffic);
}
