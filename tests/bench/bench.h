/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a row of the table is, and what its measuring can use. */
#ifndef MSNP_BENCH_H
#define MSNP_BENCH_H

#include <glib.h>

/* One figure: a ratio, and the two numbers that it is made of. */
typedef struct {
    double ratio;
    double ours, theirs;
    const char *unit;
} BenchFigure;

typedef struct {
    const char *name;    /* a word */
    const char *against; /* what it is compared with, for people */
    double aim;
    gboolean lower; /* is better; else higher */
    void (*measure)(BenchFigure *figure, gconstpointer data);
    gconstpointer data; /* for measure */
} BenchRow;

/* Data of rows: who signs in with how many contacts; and how often nobody can help waiting. */
typedef struct {
    guint dialect, contacts;
} BenchSignIn;

typedef struct {
    guint dialect, fewest;
} BenchTurns;

/* Ends the program: there is no figure. */
void bench_fail(const char *format, ...) G_GNUC_PRINTF(1, 2) G_GNUC_NORETURN;

/* A folder of this run, removed afterwards. */
const char *bench_dir(void);

/* A path in it; free it. */
char *bench_path(const char *name);

/* theirs / ours, both in seconds and the best of some runs: 1 is as fast as what it is measured
 * against. They take turns, so that a machine that is busy for a while hinders both. */
typedef double (*BenchRun)(gpointer data);
void bench_compare(BenchFigure *figure, BenchRun ours, BenchRun theirs, gpointer data);

/* The rows; each where its kind of thing is measured. */
void bench_sign_in(BenchFigure *figure, gconstpointer data);
void bench_sign_in_growth(BenchFigure *figure, gconstpointer data);
void bench_contact_memory(BenchFigure *figure, gconstpointer data);
void bench_presence_storm(BenchFigure *figure, gconstpointer data);
void bench_messages(BenchFigure *figure, gconstpointer data);
void bench_talk_memory(BenchFigure *figure, gconstpointer data);
void bench_core(BenchFigure *figure, gconstpointer data);
void bench_cold_start(BenchFigure *figure, gconstpointer data);
void bench_size(BenchFigure *figure, gconstpointer data);
void bench_turns(BenchFigure *figure, gconstpointer data);
void bench_file_straight(BenchFigure *figure, gconstpointer data);
void bench_file_relayed(BenchFigure *figure, gconstpointer data);
void bench_file_memory(BenchFigure *figure, gconstpointer data);

#endif
