/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs replay files against the protocol core and prints TAP: one test per file and way of feeding
 * it. Usage: replay FILE...; with -n it only reads the files, with -a it also does what takes long,
 * with -s a sample of that, with -p it prints what a session makes of one that is fed loosely. */
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drive.h"
#include "hostile.h"
#include "retell.h"
#include "script.h"

/* Where we are, for whoever reads the report of a crash. */
static char here[512];

/* Set by the address sanitizer, if there is one. */
extern void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

static void
tell_where(void)
{
    ssize_t ignored = write(STDERR_FILENO, here, strlen(here));

    (void) ignored;
}

static void
on_signal(int number)
{
    tell_where();
    signal(number, SIG_DFL);
    raise(number);
}

static char *
play(const Script *script, FeedWay way)
{
    g_autoptr(Drive) drive = drive_new(script, way);

    if (!drive_run(drive, script->items->len))
        return g_strdup(drive_complaint(drive));
    if (way == FEED_WHOLE)
        return NULL; /* freed as it stands */
    drive_let_loose(drive);
    return drive_finish(drive) ? NULL : g_strdup(drive_complaint(drive));
}

static char *
play_whole(const Script *script)
{
    return play(script, FEED_WHOLE);
}

static char *
play_glued(const Script *script)
{
    return play(script, FEED_GLUED);
}

static char *
play_bytes(const Script *script)
{
    return play(script, FEED_BYTES);
}

static char *
play_lf(const Script *script)
{
    return play(script, FEED_LF);
}

enum { SAMPLE = 13 }; /* bytes */

typedef struct {
    const char *name;
    char *(*play)(const Script *script); /* NULL or what was wrong */
    gsize flag;                          /* where in Script it is switched on, 0 for always */
    gboolean slow;                       /* only with -a and -s */
} Way;

static const Way ways[] = {
    {"whole", play_whole, 0, FALSE},
    {"glued", play_glued, 0, FALSE},
    {"bytes", play_bytes, 0, FALSE},
    {"lf", play_lf, 0, FALSE},
    {"cut", hostile_cut, G_STRUCT_OFFSET(Script, cut), FALSE},
    {"cut at each byte", hostile_cut_each_byte, G_STRUCT_OFFSET(Script, cut), TRUE},
    {"disorder", hostile_disorder, G_STRUCT_OFFSET(Script, cut), FALSE},
    {"spoilt", hostile_spoil, G_STRUCT_OFFSET(Script, spoilt), FALSE},
    {"torture", hostile_torture, G_STRUCT_OFFSET(Script, torture), FALSE},
};

static void
print_comment(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (guint i = 0; lines[i]; i++)
        printf("#   %s\n", lines[i]);
}

/* One test. Returns TRUE if it passed. */
static gboolean
report(guint number, const char *file, const char *way, const char *complaint)
{
    g_autofree char *name = g_path_get_basename(file);

    printf("%s %u - %s %s\n", complaint ? "not ok" : "ok", number, name, way);
    if (complaint)
        print_comment(complaint);
    return !complaint;
}

/* A file by all its ways. Returns how many failed; *tests counts on. */
static guint
play_file(const char *file, char option, guint *tests)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Script) script = script_load(file, &error);
    guint failed = 0;

    if (!script || option == 'n')
        return !report(++*tests, file, "format", script ? NULL : error->message);
    for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
        const Way *way = &ways[i];
        g_autofree char *complaint = NULL;

        if ((way->flag && !G_STRUCT_MEMBER(gboolean, script, way->flag)) ||
            (way->slow && option != 'a' && option != 's'))
            continue;
        g_snprintf(here, sizeof here, "# died in %s %s\n", file, way->name);
        complaint = way->play(script);
        failed += !report(++*tests, file, way->name, complaint);
    }
    return failed;
}

int
main(int argc, char **argv)
{
    char option = argc > 1 && argv[1][0] == '-' ? argv[1][1] : '\0';
    guint tests = 0, failed = 0;

    if (argc == 3 && strcmp(argv[1], "-p") == 0)
        return retell(argv[2]) ? EXIT_SUCCESS : EXIT_FAILURE;
    setvbuf(stdout, NULL, _IOLBF, 0); /* a crash, or a leak told at the end, must not eat results */
    g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(tell_where);
    signal(SIGABRT, on_signal);
    signal(SIGSEGV, on_signal);
    if (option == 's')
        hostile_cut_every(SAMPLE);
    for (int i = option ? 2 : 1; i < argc; i++)
        failed += play_file(argv[i], option, &tests);
    printf("# faults injected %u, survived %u\n", hostile_injected(), hostile_survived());
    printf("1..%u\n", tests);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
