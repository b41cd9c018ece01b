/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of what is measured, and how it is told. Knows rows and figures; nothing of what is
 * measured. Without arguments every row, else those whose names fit one of the globs. JSON=1 in the
 * environment: one line for each figure, for programs. */
#define _GNU_SOURCE 1
#include "bench.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 15 };

#define SIGN_IN(dialect, contacts) bench_sign_in, &(const BenchSignIn){dialect, contacts}
#define TURNS(dialect, fewest)     bench_turns, &(const BenchTurns){dialect, fewest}

static const BenchRow rows[] = {
    {"signin-7-1000", "a protocol that only tells libpurple", 1.3, TRUE, SIGN_IN(7, 1000)},
    {"signin-9-1000", "the same", 1.3, TRUE, SIGN_IN(9, 1000)},
    {"signin-12-1000", "the same", 1.3, TRUE, SIGN_IN(12, 1000)},
    {"signin-12-5000", "the same", 1.3, TRUE, SIGN_IN(12, 5000)},
    {"signin-15-5000", "the same", 2, TRUE, SIGN_IN(15, 5000)},
    {"signin-18-5000", "the same", 2, TRUE, SIGN_IN(18, 5000)},
    {"signin-7-10000", "the same", 1.3, TRUE, SIGN_IN(7, 10000)},
    {"signin-9-10000", "the same", 1.3, TRUE, SIGN_IN(9, 10000)},
    {"signin-12-10000", "the same", 1.3, TRUE, SIGN_IN(12, 10000)},
    {"signin-growth", "the growth of libpurple's own cost", 1.2, TRUE, bench_sign_in_growth, NULL},
    {"signin-turns-7", "VER; INF USR; USR; SYN; CHG", 1, TRUE, TURNS(7, 5)},
    {"signin-turns-9", "VER; CVR USR, nexus; login; USR; SYN; CHG", 1, TRUE, TURNS(9, 6)},
    {"signin-turns-12", "the same", 1, TRUE, TURNS(12, 6)},
    {"presence-storm", "purple_prpl_got_user_status alone", 1.3, TRUE, bench_presence_storm, NULL},
    {"messages", "serv_got_im alone", 2.5, TRUE, bench_messages, NULL},
    {"contact-memory", "libpurple's own", 1.3, TRUE, bench_contact_memory, NULL},
    {"talk-memory", "libpurple's own, and a socket", 1.3, TRUE, bench_talk_memory, NULL},
    {"core", "a loop that takes lines apart", 0.4, FALSE, bench_core, NULL},
    {"cold-start", "libpurple's plugin for XMPP", 0.5, TRUE, bench_cold_start, NULL},
    {"size", "libpurple's plugin for XMPP", 0.8, TRUE, bench_size, NULL},
    {"file-direct", "the same frames from process to process", 0.5, FALSE, bench_file_straight,
     NULL},
    {"file-switchboard", "the same frames through a bare relay", 0.5, FALSE, bench_file_relayed,
     NULL},
    {"file-memory", "a file of 1/32 of its size", 1.1, TRUE, bench_file_memory, NULL},
};

static char *dir;

/* -- for the rows -------------------------------------------------------------------------------
 */

static int
remove_one(const char *path, const struct stat *about, int what, struct FTW *where)
{
    return remove(path);
}

static void
remove_dir(void)
{
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void
bench_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

const char *
bench_dir(void)
{
    return dir;
}

char *
bench_path(const char *name)
{
    return g_build_filename(dir, name, NULL);
}

void
bench_compare(BenchFigure *figure, BenchRun ours, BenchRun theirs, gpointer data)
{
    figure->unit = "s";
    figure->ours = figure->theirs = G_MAXDOUBLE;
    for (guint i = 0; i < RUNS; i++) {
        double floor = theirs(data), plugin = ours(data);
        figure->theirs = MIN(figure->theirs, floor);
        figure->ours = MIN(figure->ours, plugin);
    }
    figure->ratio = figure->theirs / figure->ours;
}

/* -- the report ---------------------------------------------------------------------------------
 */

static gboolean
wants_json(void)
{
    const char *json = g_getenv("JSON");
    return json != NULL && strcmp(json, "") != 0 && strcmp(json, "0") != 0;
}

static void
print_json(const BenchRow *row, const BenchFigure *figure)
{
    printf("{\"name\": \"%s\", \"ratio\": %.3f, \"aim\": %g, \"better\": \"%s\"}\n", row->name,
           figure->ratio, row->aim, row->lower ? "lower" : "higher");
}

static void
print_head(void)
{
    printf("%-18s %6s  %-7s %-7s %10s %10s   %s\n", "", "ratio", "aim", "", "ours", "theirs",
           "theirs is");
}

static void
print_row(const BenchRow *row, const BenchFigure *figure)
{
    gboolean good = row->lower ? figure->ratio <= row->aim : figure->ratio >= row->aim;
    printf("%-18s %6.2f  %s %-4.4g %-7s %7.3f %-2s %7.3f %-2s   %s\n", row->name, figure->ratio,
           row->lower ? "<=" : ">=", row->aim, good ? "" : "missed", figure->ours, figure->unit,
           figure->theirs, figure->unit, row->against);
}

static gboolean
asked_for(const BenchRow *row, int argc, char **argv)
{
    gboolean wanted = argc < 2;
    for (int i = 1; i < argc; i++) {
        wanted |= g_pattern_match_simple(argv[i], row->name);
    }
    return wanted;
}

int
main(int argc, char **argv)
{
    dir = g_dir_make_tmp("bench-XXXXXX", NULL);
    if (dir == NULL) {
        bench_fail("no temporary folder: %s", g_strerror(errno));
    }
    atexit(remove_dir);
    if (!wants_json()) {
        print_head();
    }
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        BenchFigure figure = {0};
        if (!asked_for(&rows[i], argc, argv)) {
            continue;
        }
        rows[i].measure(&figure, rows[i].data);
        (wants_json() ? print_json : print_row)(&rows[i], &figure);
        fflush(stdout);
    }
    return 0;
}
