/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows about files: how fast they go either way, and what memory they take. Knows who sends what to
 * whom, and that it arrived; nothing of how. */
#include "bench.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "floor.h"
#include "person.h"

#define MIB (1024 * 1024)

enum { LARGE = 128 * MIB, SMALL = 4 * MIB, PACKETS_LARGE = LARGE / 1202, PACKETS_FEW = 100 };

/* Makes a file that looks like nothing; free its path. */
static char *
make_file(const char *name, gsize size)
{
    char *path = bench_path(name);
    FILE *file = fopen(path, "we");
    guint32 state = 20050405;
    for (gsize i = 0; file != NULL && i < size; i += sizeof state) {
        state = state * 1664525 + 1013904223;
        fwrite(&state, sizeof state, 1, file);
    }
    if (file == NULL || fclose(file) != 0) {
        bench_fail("%s cannot be written", path);
    }
    return path;
}

/* They are the same, and the second one is gone. */
static void
check_and_remove(const char *a_path, const char *b_path)
{
    static char a_bytes[65536], b_bytes[65536];
    FILE *a = fopen(a_path, "re"), *b = fopen(b_path, "re");
    gsize a_len = 1, b_len = 1;
    while (a != NULL && b != NULL && a_len > 0) {
        a_len = fread(a_bytes, 1, sizeof a_bytes, a);
        b_len = fread(b_bytes, 1, sizeof b_bytes, b);
        if (a_len != b_len || memcmp(a_bytes, b_bytes, a_len) != 0) {
            break;
        }
    }
    if (a_len > 0 || b_len > 0) {
        bench_fail("%s and %s differ", a_path, b_path);
    }
    fclose(a);
    fclose(b);
    unlink(b_path);
}

/* -- ours ---------------------------------------------------------------------------------------
 */

/* From Alice's choosing it to both having been told that it is done; in seconds. */
static double
hand_over(Couple couple, const char *path)
{
    person_tell(couple.bob, "take %s", bench_dir());
    gint64 before = g_get_monotonic_time();
    person_tell(couple.alice, "send " BOB " %s", path);
    g_autofree char *done = person_answer(couple.alice), *where = person_answer(couple.bob);
    double seconds = (double) (g_get_monotonic_time() - before) / G_USEC_PER_SEC;
    check_and_remove(path, where);
    return seconds;
}

/* How many messages of hers that are no text went through the service. */
static guint
packets_of_alice(Couple couple)
{
    person_tell(couple.alice, "count payload " ALICE);
    g_autofree char *answer = person_answer(couple.alice);
    return (guint) g_ascii_strtoull(answer, NULL, 10);
}

/* -- how fast -----------------------------------------------------------------------------------
 */

typedef struct {
    Couple couple;
    const char *path; /* in a folder below the one it is taken into */
    gboolean direct;
} Transfer;

static double
ours(gpointer data)
{
    const Transfer *transfer = data;
    guint before = packets_of_alice(transfer->couple);
    double seconds = hand_over(transfer->couple, transfer->path);
    guint packets = packets_of_alice(transfer->couple) - before;
    if (transfer->direct ? packets > PACKETS_FEW : packets < PACKETS_LARGE) {
        bench_fail("the file has taken the wrong way: %u packets through the service", packets);
    }
    return seconds;
}

static double
theirs(gpointer data)
{
    const Transfer *transfer = data;
    g_autofree char *to = bench_path("floor.bin");
    double seconds = (transfer->direct ? floor_straight : floor_relayed)(transfer->path, to);
    if (seconds < 0) {
        bench_fail("the floor has failed");
    }
    check_and_remove(transfer->path, to);
    return seconds;
}

static char *
make_sent_file(const char *name, gsize size)
{
    g_autofree char *folder = bench_path("sent"), *in = g_build_filename("sent", name, NULL);
    g_mkdir_with_parents(folder, 0700);
    return make_file(in, size);
}

static void
compare(BenchFigure *figure, gboolean direct)
{
    g_autofree char *path = make_sent_file("large.bin", LARGE);
    Transfer transfer = {couple_start(direct), path, direct};
    bench_compare(figure, ours, theirs, &transfer);
    couple_end(transfer.couple);
}

void
bench_file_straight(BenchFigure *figure, gconstpointer data)
{
    compare(figure, TRUE);
}

void
bench_file_relayed(BenchFigure *figure, gconstpointer data)
{
    compare(figure, FALSE);
}

/* -- how much memory ----------------------------------------------------------------------------
 */

/* The peak of a process after a large file, against that after a small one before it. */
static void
take_worse(BenchFigure *figure, guint64 large, guint64 small)
{
    double ratio = (double) large / (double) small;
    if (ratio > figure->ratio) {
        *figure = (BenchFigure){ratio, (double) large / 1024, (double) small / 1024, "M"};
    }
}

static void
measure_memory(BenchFigure *figure, gboolean direct)
{
    g_autofree char *small = make_sent_file("small.bin", SMALL);
    g_autofree char *large = make_sent_file("large.bin", LARGE);
    Couple couple = couple_start(direct);
    hand_over(couple, small);
    guint64 alice = person_peak(couple.alice), bob = person_peak(couple.bob);
    hand_over(couple, large);
    take_worse(figure, person_peak(couple.alice), alice);
    take_worse(figure, person_peak(couple.bob), bob);
    couple_end(couple);
}

/* The worst of both ways, and of both sides. */
void
bench_file_memory(BenchFigure *figure, gconstpointer data)
{
    measure_memory(figure, TRUE);
    measure_memory(figure, FALSE);
}
