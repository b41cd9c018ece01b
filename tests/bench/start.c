/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows about the plugin as such: how fast it is there, and how large it is. They are measured against
 * libpurple's own for XMPP, which is two files. */
#include "bench.h"
#include "cost.h"

#include <stdlib.h>
#include <sys/stat.h>

enum { RUNS = 15 };

#define KIB 1024.0

static char *
xmpp_path(const char *name)
{
    return g_build_filename(PURPLE_PLUGIN_DIR, name, NULL);
}

/* Microseconds of processor time for finding and loading it in a process that has none yet. */
static double
load(const char *path)
{
    Person *person = person_start_as("bare", NULL);
    person_tell(person, "plugin '%s'", path);
    g_autofree char *answer = person_answer(person);
    person_end(person);
    return strtod(answer, NULL);
}

void
bench_cold_start(BenchFigure *figure, gconstpointer data)
{
    g_autofree char *ours = cost_plugin_path(), *theirs = xmpp_path("libxmpp.so");
    *figure = (BenchFigure){0, G_MAXDOUBLE, G_MAXDOUBLE, "us"};
    for (guint run = 0; run < RUNS; run++) {
        figure->theirs = MIN(figure->theirs, load(theirs));
        figure->ours = MIN(figure->ours, load(ours));
    }
    figure->ratio = figure->ours / figure->theirs;
}

/* As it is installed: without what debuggers read. */
static double
stripped_size(const char *path)
{
    g_autofree char *copy = bench_path("stripped.so");
    char *argv[] = {(char *) "strip", (char *) "-o", copy, (char *) path, NULL};
    struct stat about;
    int status = -1;
    if (!g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status,
                      NULL) ||
        status != 0 || stat(copy, &about) != 0) {
        bench_fail("%s cannot be stripped", path);
    }
    return (double) about.st_size / KIB;
}

void
bench_size(BenchFigure *figure, gconstpointer data)
{
    g_autofree char *ours = cost_plugin_path(), *xmpp = xmpp_path("libxmpp.so");
    g_autofree char *jabber = xmpp_path("libjabber.so.0");
    double mine = stripped_size(ours), theirs = stripped_size(xmpp) + stripped_size(jabber);
    *figure = (BenchFigure){mine / theirs, mine, theirs, "K"};
}
